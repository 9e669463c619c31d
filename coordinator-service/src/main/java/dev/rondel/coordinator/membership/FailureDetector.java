package dev.rondel.coordinator.membership;

import dev.rondel.ring.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who has been silent for too long. A node may act on a lease until {@code lease} after it sent its
 * last answered heartbeat; here the time is counted from the later moment at which that heartbeat
 * was handled, and {@code margin} is added for clocks that drift. So a node is never called silent
 * while it may still act.
 *
 * <p>Time is in nanoseconds of one monotonic clock. A coordinator that was itself asleep (paused,
 * starved) does not judge a silence that it could not have heard: after a gap between two ticks all
 * counting starts again.
 *
 * <p>Gray and Cheriton, "Leases: an efficient fault-tolerant mechanism for distributed file cache
 * consistency", 1989.
 */
public final class FailureDetector {

  private final long patience;
  private final long longestGap;
  private final Map<NodeId, Long> heard = new TreeMap<>();
  private long lastTick;

  public FailureDetector(Duration lease, Duration margin, long now) {
    this.patience = lease.plus(margin).toNanos();
    this.longestGap = margin.toNanos();
    this.lastTick = now;
  }

  /**
   * The node is alive at {@code now}, or has to be taken for alive because its lease may date from
   * before.
   */
  public void heard(NodeId node, long now) {
    heard.merge(node, now, Math::max);
  }

  /** The node's process is known to be gone. */
  public void forget(NodeId node) {
    heard.remove(node);
  }

  /** How long the node has been silent; zero for one that is not watched. */
  public Duration silence(NodeId node, long now) {
    return Duration.ofNanos(now - heard.getOrDefault(node, now));
  }

  /** The nodes whose leases have surely run out by {@code now}. They are no longer watched. */
  public List<NodeId> tick(long now) {
    if (now - lastTick > longestGap) {
      heard.replaceAll((node, before) -> now);
    }
    lastTick = now;
    List<NodeId> silent =
        heard.entrySet().stream()
            .filter(entry -> now - entry.getValue() > patience)
            .map(Map.Entry::getKey)
            .toList();
    silent.forEach(heard::remove);
    return silent;
  }
}
