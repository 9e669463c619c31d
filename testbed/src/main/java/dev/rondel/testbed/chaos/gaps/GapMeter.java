package dev.rondel.testbed.chaos.gaps;

import java.time.Duration;

/**
 * The longest time for which a key was not served: between two answers, or between the beginning
 * and the first. Safe for all threads at once.
 */
final class GapMeter {

  private long last;
  private long longest;
  private long answers;

  /** Forgets what was, and measures from now on. */
  synchronized void begin(long nowNanos) {
    last = nowNanos;
    longest = 0;
    answers = 0;
  }

  synchronized void served(long nowNanos) {
    longest = Math.max(longest, nowNanos - last);
    last = Math.max(last, nowNanos);
    answers++;
  }

  synchronized long answers() {
    return answers;
  }

  /** What is still going on counts too. */
  synchronized Duration longest(long nowNanos) {
    return Duration.ofNanos(Math.max(longest, nowNanos - last));
  }
}
