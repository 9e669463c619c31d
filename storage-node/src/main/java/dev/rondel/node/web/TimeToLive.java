package dev.rondel.node.web;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a value is to be kept: whole seconds ({@code 90}), or an ISO-8601 duration ({@code
 * PT1M30S}).
 */
final class TimeToLive {

  static final String HEADER = "X-Rondel-TTL";

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");
  private static final Duration LONGEST = Duration.ofDays(100 * 365L);

  private TimeToLive() {}

  /**
   * When a value that comes at {@code now} ends, both in epoch milliseconds; 0 = never, where
   * nothing was given.
   */
  static long expiresAt(@Nullable String text, long now) {
    return text == null ? 0 : now + parse(text.strip()).toMillis();
  }

  /** The whole seconds that are left at {@code now}, rounded up. */
  static long secondsLeft(long expiresAt, long now) {
    return Math.max(1, Math.ceilDiv(expiresAt - now, 1000));
  }

  private static Duration parse(String text) {
    Duration duration;
    try {
      duration =
          SECONDS.matcher(text).matches()
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw bad(
          "'"
              + text
              + "' is neither a number of seconds nor an ISO-8601 duration such as PT1M30S.");
    }
    if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(LONGEST) > 0) {
      throw bad("'" + text + "' is not between one millisecond and 100 years.");
    }
    return duration;
  }

  private static Problem bad(String detail) {
    return Problem.of(ErrorCode.BAD_TTL, detail);
  }
}
