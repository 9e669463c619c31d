package dev.rondel.coordinator.lock;

import java.time.Duration;

/**
 * A lock that somebody holds, as it is kept durable.
 *
 * @param token greater than that of every grant before, of any lock: whoever guards something by
 *     the lock refuses tokens smaller than the greatest that it has seen
 * @param ttl how long the lease is from when it was granted or renewed last
 */
public record LockGrant(LockName name, LockClient client, long token, Duration ttl) {

  public LockGrant {
    if (token < 1) {
      throw new IllegalArgumentException("no token: " + token);
    }
  }
}
