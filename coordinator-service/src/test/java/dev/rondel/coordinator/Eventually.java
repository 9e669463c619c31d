package dev.rondel.coordinator;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that happens soon, and says what there is where it does not. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Eventually() {}

  public static void eventually(BooleanSupplier condition, Supplier<?> otherwise)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + PATIENCE + ": " + otherwise.get());
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
