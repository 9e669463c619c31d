package dev.rondel.coordinator.membership;

import dev.rondel.coordinator.redistribution.Reports;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import java.util.List;
import java.util.Set;

/**
 * What a node says of itself every 200 ms; it stands alone, so that a lost one loses nothing.
 *
 * @param suspects peers that the node cannot reach
 * @param pairs live pairs in its store, replicas included
 * @param failed a sync failed: the node no longer acknowledges
 */
public record Heartbeat(
    long number,
    long appliedEpoch,
    Reports reports,
    List<Copying> copying,
    Set<NodeId> suspects,
    long pairs,
    long bytes,
    boolean failed) {

  public static final Heartbeat NONE =
      new Heartbeat(0, 0, Reports.NONE, List.of(), Set.of(), 0, 0, false);

  public Heartbeat {
    copying = List.copyOf(copying);
    suspects = Set.copyOf(suspects);
  }

  /** How far the node is with copying the range that ends at {@code token}. */
  public record Copying(
      Token token, Epoch chainEpoch, long keysTotal, long keysDone, long bytesCopied) {}
}
