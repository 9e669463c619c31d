package dev.rondel.coordinator.lock;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A client in the queue of a lock. */
final class Waiter {

  final LockClient client;

  /** Those that wait for an answer, and until when. */
  final Map<Long, Long> requests = new HashMap<>();

  /** What it asked for last. */
  Duration ttl;

  /** Its place is kept so long where none of its requests waits. */
  long keptUntil;

  Waiter(LockWish wish, long now) {
    this.client = wish.client();
    this.ttl = wish.ttl();
    this.keptUntil = now;
  }

  void asksAgain(LockWish wish, long now) {
    ttl = wish.ttl();
    long until = now + wish.patience().plus(wish.keepPlace()).toNanos();
    keptUntil = until - keptUntil > 0 ? until : keptUntil;
  }
}
