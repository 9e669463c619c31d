package dev.rondel.coordinator.redistribution;

import dev.rondel.ring.NodeId;
import dev.rondel.view.Range;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many ranges each node receives, and gives as the head of their chains; both have the same
 * bound.
 */
final class CopySlots {

  private final int bound;
  private final Map<NodeId, Integer> receiving = new HashMap<>();
  private final Map<NodeId, Integer> giving = new HashMap<>();

  CopySlots(int bound, Collection<Range> ranges) {
    this.bound = bound;
    ranges.forEach(this::take);
  }

  boolean hasRoom(NodeId source, List<NodeId> learners) {
    return giving.getOrDefault(source, 0) < bound
        && learners.stream().allMatch(learner -> receiving.getOrDefault(learner, 0) < bound);
  }

  void take(Range range) {
    count(range, 1);
  }

  void release(Range range) {
    count(range, -1);
  }

  private void count(Range range, int change) {
    if (!range.learners().isEmpty()) {
      giving.merge(range.head(), change, Integer::sum);
      range.learners().forEach(learner -> receiving.merge(learner, change, Integer::sum));
    }
  }
}
