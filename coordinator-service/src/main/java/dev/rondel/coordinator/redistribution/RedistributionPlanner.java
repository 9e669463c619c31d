package dev.rondel.coordinator.redistribution;

import dev.rondel.view.View;
import java.util.Optional;

/**
 * Brings the chains to where the ring wants them: {@code (view, situation) -> next view}. Join,
 * leave, drain, failure, replacement, and a change of the replication factor, of a weight or of a
 * zone all are the same to it.
 *
 * <p>What it never breaks:
 *
 * <ol>
 *   <li>A member leaves a chain only if another living member stays. The last one stays, dead or
 *       alive: its range is unavailable until it returns. Only where an operator has given up every
 *       member, the range begins anew, empty, at one node, in a new chain epoch.
 *   <li>A node enters a chain only as a learner that has reported that it caught up in this chain
 *       epoch.
 *   <li>A chain changes again only after its head reported it open, unless a failure forces it;
 *       then {@code previous} accumulates.
 *   <li>At most {@code concurrency} ranges are copied to, and from, a node at a time.
 *   <li>A restarted node leaves the chains that have another living member. If all have restarted
 *       the first of the chain stays (every member has every visible write on its disk), in a new
 *       chain epoch, so that no version is given twice.
 * </ol>
 *
 * <p>A new chain epoch, with the old line in {@code previous}, is given for every change of chain
 * or learners. Cutting a range at a token of the target is no change: both halves keep everything.
 * Joining two neighbours is one.
 */
public final class RedistributionPlanner {

  public static final int DEFAULT_CONCURRENCY = 8;

  private final int concurrency;

  public RedistributionPlanner(int concurrency) {
    if (concurrency < 1) {
      throw new IllegalArgumentException(
          "redistribution concurrency " + concurrency + " is below 1");
    }
    this.concurrency = concurrency;
  }

  /**
   * The next view, with as much progress as the rules allow at once; none where there is nothing to
   * do now.
   */
  public Optional<View> step(View view, Situation situation) {
    View next = new PlanStep(view, situation, concurrency).next();
    boolean same =
        next.members().equals(view.members())
            && next.ranges().equals(view.ranges())
            && next.replicationFactor() == view.replicationFactor();
    return same ? Optional.empty() : Optional.of(next);
  }
}
