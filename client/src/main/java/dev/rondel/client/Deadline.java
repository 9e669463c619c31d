package dev.rondel.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The end of an operation, and the growing pauses between its rounds. */
final class Deadline {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(320);

  private final long end;
  private Duration next = FIRST_PAUSE;

  Deadline(Duration timeout) {
    end = System.nanoTime() + timeout.toNanos();
  }

  Duration left() {
    return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
  }

  Duration atMost(Duration limit) {
    Duration left = left();
    return left.compareTo(limit) < 0 ? left : limit;
  }

  boolean isOver() {
    return end - System.nanoTime() <= 0;
  }

  /**
   * False, at once, where no more than the same time would be left afterwards, or the thread is
   * interrupted: a write that is sent too late for its answer has an unknown outcome.
   */
  boolean pause() {
    if (end - System.nanoTime() <= 2 * next.toNanos() || Thread.currentThread().isInterrupted()) {
      return false;
    }
    LockSupport.parkNanos(next.toNanos());
    next = next.compareTo(LONGEST_PAUSE) < 0 ? next.multipliedBy(2) : next;
    return true;
  }
}
