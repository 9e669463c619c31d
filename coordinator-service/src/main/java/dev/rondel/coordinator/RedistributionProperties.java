package dev.rondel.coordinator;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How fast data moves when the ring changes.
 *
 * @param concurrency ranges that are copied to, and from, a node at a time
 * @param replaceAfter how long a node may be down before its ranges are copied to others
 */
@Validated
@ConfigurationProperties("rondel.redistribution")
record RedistributionProperties(
    @DefaultValue("8") @Min(1) @Max(1024) int concurrency,
    @DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration replaceAfter) {}
