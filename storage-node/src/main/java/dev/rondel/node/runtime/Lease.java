package dev.rondel.node.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * This node's permission to serve reads by itself: while it runs, the coordinator has not taken the
 * node out of any chain without the node's knowledge. Counted on the monotonic clock from the
 * moment at which the heartbeat was sent.
 */
final class Lease {

  private static final int REMEMBERED = 64;

  private final LongSupplier nanos;
  private final Map<Long, Long> sentAt = new HashMap<>();
  private volatile long until;
  private volatile boolean granted;

  Lease(LongSupplier nanos) {
    this.nanos = nanos;
  }

  boolean isValid() {
    return granted && until - nanos.getAsLong() > 0;
  }

  synchronized void sent(long heartbeat) {
    sentAt.put(heartbeat, nanos.getAsLong());
    sentAt.keySet().removeIf(number -> number <= heartbeat - REMEMBERED);
  }

  synchronized void renewed(long heartbeat, long durationNanos) {
    Long sent = sentAt.remove(heartbeat);
    if (sent != null && (!granted || sent + durationNanos - until > 0)) {
      until = sent + durationNanos;
      granted = true;
    }
  }

  /** A new session with the coordinator: earlier heartbeats are no longer answered. */
  synchronized void forgetSent() {
    sentAt.clear();
  }
}
