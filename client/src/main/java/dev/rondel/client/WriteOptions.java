package dev.rondel.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a value is written.
 *
 * @param ttl after which the pair counts as missing, in whole seconds at least 1; null = never
 */
public record WriteOptions(Condition condition, @Nullable Duration ttl) {

  public static final WriteOptions DEFAULT = new WriteOptions(Condition.always(), null);

  public WriteOptions {
    if (ttl != null && ttl.toSeconds() < 1) {
      throw new IllegalArgumentException("a time to live is at least one second, not " + ttl);
    }
  }

  public static WriteOptions when(Condition condition) {
    return new WriteOptions(condition, null);
  }

  public WriteOptions expiringAfter(Duration ttl) {
    return new WriteOptions(condition, ttl);
  }
}
