package dev.rondel.pair;

import org.jspecify.annotations.Nullable;

/**
 * A key with what was last written to it: a value, or a tombstone where {@code value} is null.
 *
 * @param expiresAt epoch milliseconds after which the value counts as missing; 0 = never
 */
public record Pair(Key key, Version version, @Nullable Value value, long expiresAt) {

  public Pair {
    if (expiresAt < 0) {
      throw new IllegalArgumentException("expiresAt " + expiresAt + " is negative");
    }
  }

  public static Pair tombstone(Key key, Version version) {
    return new Pair(key, version, null, 0);
  }

  public boolean isTombstone() {
    return value == null;
  }

  /** Whether a reader at {@code now} (epoch milliseconds) sees a value. */
  public boolean isLive(long now) {
    return value != null && (expiresAt == 0 || now < expiresAt);
  }
}
