package dev.rondel.coordinator.core;

import dev.rondel.ring.TokenAllocator;
import java.time.Duration;

/**
 * What the core is told once.
 *
 * @param replaceAfter how long a node may be down before its ranges are copied to others
 * @param concurrency how many ranges may be copied to, and from, a node at a time
 */
public record CoreSettings(
    Duration lease,
    Duration margin,
    Duration replaceAfter,
    int concurrency,
    TokenAllocator allocator) {}
