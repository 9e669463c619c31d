package dev.rondel.coordinator;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a ring begins. What is stored in the data directory wins over it later; only {@code tokens}
 * and {@code allocation} count for every node that joins.
 *
 * @param tokens points on the ring of a node of weight 1
 * @param allocation how they are chosen: {@code balanced} or {@code hashed}
 * @param replicationFactor copies of each pair
 * @param hash the hash function: md5 where nothing is said; fixed when the ring is made, and
 *     another one is an error then
 */
@Validated
@ConfigurationProperties("rondel.ring")
record RingProperties(
    @DefaultValue("16") @Min(1) @Max(1024) int tokens,
    @DefaultValue("balanced")
        @Pattern(regexp = "balanced|hashed", message = "is balanced or hashed")
        String allocation,
    @DefaultValue("2") @Min(1) @Max(7) int replicationFactor,
    @Nullable @Pattern(regexp = "md5|murmur3|sha1|xxh3", message = "is md5, murmur3, sha1 or xxh3")
        String hash) {}
