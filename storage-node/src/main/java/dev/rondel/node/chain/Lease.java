package dev.rondel.node.chain;

import dev.rondel.view.Epoch;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * This node's permission to serve reads by itself: while it runs, the coordinator has not taken the
 * node out of any chain without the node's knowledge. Counted on the node's monotonic clock from
 * the moment at which the heartbeat was sent. May be asked from any thread.
 */
public final class Lease {

  private static final int REMEMBERED = 64;

  private final LongSupplier nanos;
  private final Map<Long, Long> sentAt = new HashMap<>();
  private volatile long until;
  private volatile boolean granted;

  /**
   * @param nanos a monotonic clock; only its differences count
   */
  public Lease(LongSupplier nanos) {
    this.nanos = nanos;
  }

  public boolean isValid() {
    return granted && until - nanos.getAsLong() > 0;
  }

  public synchronized void sent(long heartbeat) {
    sentAt.put(heartbeat, nanos.getAsLong());
    sentAt.keySet().removeIf(number -> number <= heartbeat - REMEMBERED);
  }

  /**
   * The coordinator, whose view is of epoch {@code knows}, has answered the heartbeat. A node that
   * has applied only an older view, {@code applied}, has no say yet in what changed since.
   */
  public synchronized void renewed(long heartbeat, long durationNanos, Epoch knows, Epoch applied) {
    Long sent = sentAt.remove(heartbeat);
    if (sent != null
        && !applied.isBefore(knows)
        && (!granted || sent + durationNanos - until > 0)) {
      until = sent + durationNanos;
      granted = true;
    }
  }

  /** A new session with the coordinator: earlier heartbeats are no longer answered. */
  public synchronized void forgetSent() {
    sentAt.clear();
  }
}
