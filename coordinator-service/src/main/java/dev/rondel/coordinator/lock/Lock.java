package dev.rondel.coordinator.lock;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One lock that is held or waited for. */
final class Lock {

  final LockName name;
  final Deque<Waiter> queue = new ArrayDeque<>();

  /** Null where nobody holds it. */
  @Nullable LockGrant grant;

  long expiresAt;

  /** The request that was told of the grant last; 0 where none was since the start. */
  long grantedTo;

  Lock(LockName name) {
    this.name = name;
  }

  void hold(LockGrant held, long now, long request) {
    grant = held;
    expiresAt = now + held.ttl().toNanos();
    grantedTo = request;
  }

  boolean isHeldBy(LockClient client) {
    return grant != null && grant.client().equals(client);
  }

  /** Whether it is free, and nobody is before this client. */
  boolean mayTake(LockClient client) {
    return grant == null && (queue.isEmpty() || queue.getFirst().client.equals(client));
  }

  @Nullable Waiter waiter(LockClient client) {
    return queue.stream().filter(waiter -> waiter.client.equals(client)).findFirst().orElse(null);
  }

  LockOutcome granted(long now) {
    if (grant == null) {
      throw new IllegalStateException(name + " is held by nobody");
    }
    return new LockOutcome.Granted(grant, left(now));
  }

  LockOutcome busy(LockClient client, long now) {
    long ahead = queue.stream().takeWhile(waiter -> !waiter.client.equals(client)).count();
    return new LockOutcome.Busy(
        name, grant == null ? null : grant.client(), left(now), Math.toIntExact(ahead));
  }

  LockStatus status(long now) {
    return new LockStatus(
        name, grant, left(now), queue.stream().map(waiter -> waiter.client).toList());
  }

  private Duration left(long now) {
    return grant == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, expiresAt - now));
  }
}
