package dev.rondel.coordinator.membership;

import dev.rondel.ring.NodeId;

/**
 * How a node process introduces itself.
 *
 * @param join whether it takes part in the ring when it is seen for the first time
 * @param appliedEpoch the epoch of the newest view that it has, from an earlier session or life; 0
 *     = none
 */
public record Hello(
    NodeId node,
    long incarnation,
    String httpAddress,
    String peerAddress,
    String zone,
    double weight,
    boolean join,
    long appliedEpoch) {

  public Hello {
    if (!(weight > 0) || weight > 1000) {
      throw new IllegalArgumentException("weight " + weight + " is not above 0 and at most 1000");
    }
  }
}
