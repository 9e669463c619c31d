package dev.rondel.ring;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which tokens a node gives up when its weight sinks: one after the other, whichever leaves the
 * shares most even. Where many have to go, several at a time.
 */
final class TokenRemoval {

  private static final int ROUNDS = 64;

  private final HashRing ring;
  private final RingNode node;
  private final double weights;
  private final Map<NodeId, Double> shares;

  private TokenRemoval(HashRing ring, RingNode node) {
    this.ring = ring;
    this.node = node;
    this.weights = Balance.totalWeight(ring);
    this.shares = ring.shares();
  }

  /** {@code count} of the tokens of {@code node}, which stands on the ring with {@code others}. */
  static List<Token> fewer(HashRing others, RingNode node, int count) {
    int atATime = Math.max(1, (node.tokens().size() - count) / ROUNDS);
    RingNode left = node;
    while (left.tokens().size() > count) {
      int goes = Math.min(atATime, left.tokens().size() - count);
      left = new TokenRemoval(others.with(left), left).without(goes);
    }
    return left.tokens();
  }

  private RingNode without(int goes) {
    List<Token> stays =
        node.tokens().stream()
            .sorted(Comparator.comparingDouble(this::costOfRemoval))
            .skip(goes)
            .toList();
    return new RingNode(node.id(), node.zone(), node.weight(), stays);
  }

  /** By how much the shares get less even when this token's arc goes to its heir. */
  private double costOfRemoval(Token token) {
    NodeId heir = ring.heir(token);
    double arc = ring.arcOf(token).orElseThrow().share();
    return heir.equals(node.id()) ? 0 : costOfChange(node.id(), -arc) + costOfChange(heir, arc);
  }

  private double costOfChange(NodeId id, double change) {
    double wanted = ring.node(id).orElseThrow().weight() / weights;
    double share = shares.getOrDefault(id, 0.0);
    return Balance.squaredDistance(share + change, wanted) - Balance.squaredDistance(share, wanted);
  }
}
