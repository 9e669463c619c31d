package dev.rondel.node.runtime;

import java.util.concurrent.TimeUnit;

/** Lets through so many bytes a second, in the order in which they came. */
final class Throttle {

  private final long bytesPerSecond;
  private long freeAt = System.nanoTime();

  Throttle(long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "a rate of " + bytesPerSecond + " B/s lets nothing through");
    }
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Waits for the turn of these bytes. */
  void take(long bytes) throws InterruptedException {
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      freeAt = Math.max(now, freeAt);
      wait = freeAt - now;
      freeAt += bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    }
    TimeUnit.NANOSECONDS.sleep(wait);
  }
}
