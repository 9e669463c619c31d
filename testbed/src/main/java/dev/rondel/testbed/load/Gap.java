package dev.rondel.testbed.load;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The longest time for which a key could not be written, or read: from the beginning of the first
 * operation after a success to the end of the next success. Safe for all threads at once.
 */
final class Gap {

  private final AtomicLong longestNanos = new AtomicLong();

  void record(long nanos) {
    longestNanos.accumulateAndGet(nanos, Math::max);
  }

  double millis() {
    return longestNanos.get() / 1e6;
  }
}
