package dev.rondel.ring;

import java.util.List;

/**
 * A node as it stands on the ring.
 *
 * @param zone where the node stands, for the spread of replicas; empty where zones are not used
 * @param weight its part of the ring, 1 = as large as another of weight 1
 * @param tokens at least one; sorted here
 */
public record RingNode(NodeId id, String zone, double weight, List<Token> tokens) {

  public RingNode {
    if (!(weight > 0) || weight == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("weight " + weight + " of node " + id + " is not above 0");
    }
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("node " + id + " has no token");
    }
    tokens = tokens.stream().sorted().toList();
  }

  /** A node of weight 1 without a zone. */
  public static RingNode of(NodeId id, List<Token> tokens) {
    return new RingNode(id, "", 1, tokens);
  }
}
