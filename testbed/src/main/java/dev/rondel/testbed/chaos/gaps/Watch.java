package dev.rondel.testbed.chaos.gaps;

import dev.rondel.client.NodeEndpoint;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Asks the coordinator again and again what it makes of a strike: when it calls the node down, and
 * when every range is open again without it.
 */
final class Watch {

  private static final long POLL_NANOS = 25_000_000;
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final NodeEndpoint coordinator;
  private final NodeId node;
  private final long begin;

  /**
   * @param begin when the strike was, in nanoseconds of the monotonic clock
   */
  Watch(NodeEndpoint coordinator, NodeId node, long begin) {
    this.coordinator = coordinator;
    this.node = node;
    this.begin = begin;
  }

  /** Since the strike; at most about {@code patience}. */
  Duration untilDown(Duration patience) {
    return until(view -> !view.member(node).map(Member::up).orElse(false), patience);
  }

  /** Since the strike; at most about {@code patience}. */
  Duration untilServed(Duration patience) {
    return until(
        view ->
            view.ranges().stream()
                .allMatch(range -> range.isSettled() && !range.chain().contains(node)),
        patience);
  }

  private Duration until(Predicate<View> condition, Duration patience) {
    while (!holds(condition) && since().compareTo(patience) < 0) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    return since();
  }

  private Duration since() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private boolean holds(Predicate<View> condition) {
    try {
      return condition.test(coordinator.view(ANSWER));
    } catch (IOException silent) {
      return false;
    }
  }
}
