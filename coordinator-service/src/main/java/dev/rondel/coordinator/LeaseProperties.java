package dev.rondel.coordinator;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long a node may serve reads without an answer of the coordinator.
 *
 * @param duration of one lease, from the moment at which the heartbeat was sent
 * @param margin what the coordinator adds before it takes a silent node for down, for clocks that
 *     drift
 */
@Validated
@ConfigurationProperties("rondel.lease")
record LeaseProperties(
    @DefaultValue("2s") @NotNull @DurationMin(millis = 200) Duration duration,
    @DefaultValue("500ms") @NotNull @DurationMin(millis = 50) Duration margin) {}
