package dev.rondel.testbed.verify;

import dev.rondel.ring.NodeId;
import dev.rondel.view.View;
import java.util.List;

/**
 * What a verification found.
 *
 * @param pairs how many were to be verified
 * @param verified pairs of which nothing is wrong, read from every node
 * @param repeatedWrites writes that had to be sent again
 * @param interrupted it was stopped before the end
 */
public record Report(
    View view,
    int pairs,
    int verified,
    List<NodeRow> nodes,
    Latency writes,
    Latency reads,
    int repeatedWrites,
    List<Wrong> wrong,
    boolean interrupted) {

  /**
   * One node.
   *
   * @param primaryOf pairs whose chain it heads
   * @param copies pairs of which it holds a copy, those it heads included
   * @param right reads through it that were right
   */
  public record NodeRow(
      NodeId id, int primaryOf, int copies, int right, int wrong, Latency latency) {}

  /** How many nodes the pairs were read from. */
  public int nodesAsked() {
    return (int) nodes.stream().filter(row -> row.latency().count() > 0).count();
  }

  public boolean isGood() {
    return wrong.isEmpty() && !interrupted;
  }
}
