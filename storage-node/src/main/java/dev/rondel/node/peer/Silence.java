package dev.rondel.node.peer;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long nothing has been heard on a connection. TCP does not tell where bytes vanish: a cable is
 * pulled, a firewall forgets. Who was asleep itself (paused, starved) does not judge a silence that
 * it could not have heard: after a gap between two looks all counting starts again.
 */
public final class Silence {

  private static final long LONGEST_GAP = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanos;
  private volatile long heardAt;
  private long lookedAt;

  /** Begins now. */
  public Silence(LongSupplier nanos) {
    this.nanos = nanos;
    this.heardAt = nanos.getAsLong();
    this.lookedAt = heardAt;
  }

  public void heard() {
    heardAt = nanos.getAsLong();
  }

  /** Whether it is time to give the connection up. To be asked a few times a second. */
  public synchronized boolean isLongerThan(long limitNanos) {
    long now = nanos.getAsLong();
    if (now - lookedAt > LONGEST_GAP) {
      heardAt = now;
    }
    lookedAt = now;
    return now - heardAt > limitNanos;
  }
}
