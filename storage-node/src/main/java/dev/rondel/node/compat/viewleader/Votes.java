package dev.rondel.node.compat.viewleader;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Keys that a client of that system is about to set. It asks each server for its vote first; the
 * table needs none, but two clients that ask at the same time are told apart as they were there. A
 * client that never comes back has its vote for one lease.
 */
final class Votes {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final int MOST = 10_000;

  private final Map<String, Long> pending = new HashMap<>();

  /** Whether nobody else is about to set the key. Time is in nanoseconds of a monotonic clock. */
  synchronized boolean ask(String key, long now) {
    pending.values().removeIf(until -> until - now <= 0);
    return pending.size() < MOST && pending.putIfAbsent(key, now + LEASE.toNanos()) == null;
  }

  synchronized void end(String key) {
    pending.remove(key);
  }
}
