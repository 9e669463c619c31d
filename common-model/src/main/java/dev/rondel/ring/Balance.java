package dev.rondel.ring;

import java.util.Arrays;

/** How far a ring is from one on which every node has what its weight asks for. */
final class Balance {

  private Balance() {}

  static double totalWeight(HashRing ring) {
    return ring.nodes().values().stream().mapToDouble(RingNode::weight).sum();
  }

  /**
   * The sum over all nodes of the squared distance from their part of all copies, in parts of that
   * part; 0 is best.
   */
  static double unevenness(HashRing ring, int replicationFactor) {
    double copies = Math.min(replicationFactor, ring.nodes().size());
    double weights = totalWeight(ring);
    var shares = ring.replicaShares(replicationFactor);
    return ring.nodes().values().stream()
        .mapToDouble(
            node ->
                squaredDistance(
                    shares.getOrDefault(node.id(), 0.0), copies * node.weight() / weights))
        .sum();
  }

  /** The mean over all arcs of the squared distance from an arc of mean size. */
  static double unevennessOfArcs(HashRing ring) {
    double mean = 1.0 / ring.tokens().size();
    return Arrays.stream(ring.arcShares())
        .map(share -> squaredDistance(share, mean))
        .average()
        .orElse(0);
  }

  /** In parts of {@code wanted}. */
  static double squaredDistance(double share, double wanted) {
    double distance = share / wanted - 1;
    return distance * distance;
  }
}
