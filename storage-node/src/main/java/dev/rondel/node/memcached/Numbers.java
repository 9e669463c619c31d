package dev.rondel.node.memcached;

import java.util.OptionalLong;

/** Numbers as memcached writes them, and times. */
final class Numbers {

  private static final int MOST_DIGITS = 20;
  private static final long THIRTY_DAYS = 30L * 24 * 60 * 60;

  /** In the past, and yet not 0, which is never. */
  private static final long AT_ONCE = 1;

  private Numbers() {}

  /** From 0 to {@code most}; below 0 where the text is anything else. */
  static long unsigned(String text, long most) {
    OptionalLong number = unsigned64(text);
    return number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() <= most
        ? number.getAsLong()
        : -1;
  }

  /** All 64 bits, to be compared unsigned; empty where the text is no such number. */
  static OptionalLong unsigned64(String text) {
    if (text.isEmpty()
        || text.length() > MOST_DIGITS
        || !text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseUnsignedLong(text));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }

  /**
   * When an item ends, in epoch milliseconds, 0 = never: {@code text} is a number of seconds, up to
   * 30 days from {@code now}, above that since 1970; below 0 is at once.
   */
  static OptionalLong expiresAt(String text, long now) {
    boolean isNegative = text.startsWith("-");
    long seconds = unsigned(isNegative ? text.substring(1) : text, Integer.MAX_VALUE);
    if (seconds < 0) {
      return OptionalLong.empty();
    }
    if (seconds == 0) {
      return OptionalLong.of(0);
    }
    if (isNegative) {
      return OptionalLong.of(AT_ONCE);
    }
    return OptionalLong.of(seconds * 1000 + (seconds <= THIRTY_DAYS ? now : 0));
  }

  /** The seconds that an item has left, rounded up; -1 where it has no end. */
  static long secondsLeft(long expiresAt, long now) {
    return expiresAt == 0 ? -1 : Math.max(0, Math.ceilDiv(expiresAt - now, 1000));
  }
}
