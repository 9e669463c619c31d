package dev.rondel.coordinator.lock;

import java.time.Duration;

/**
 * A client asks for a lock.
 *
 * @param ttl how long the lease is to be
 * @param patience how long the answer may take
 * @param keepPlace how long its place in the queue is kept after an answer that it has to go on
 *     waiting, for it to ask again; zero for a client that will not
 */
public record LockWish(
    LockName name, LockClient client, Duration ttl, Duration patience, Duration keepPlace) {

  public LockWish {
    if (ttl.isNegative() || ttl.isZero() || patience.isNegative() || keepPlace.isNegative()) {
      throw new IllegalArgumentException("no time: " + ttl + ", " + patience + ", " + keepPlace);
    }
  }
}
