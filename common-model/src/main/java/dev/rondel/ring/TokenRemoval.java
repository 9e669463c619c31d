package dev.rondel.ring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Which tokens a node gives up when its weight sinks: one after the other, whichever leaves the shares most even. */
final class TokenRemoval {

  private TokenRemoval() {}

  static List<Token> fewer(HashRing ring, NodeId id, double weight, int count) {
    RingNode node = Objects.requireNonNull(ring.nodes().get(id), "not on the ring");
    List<Token> tokens = node.tokens();
    while (tokens.size() > count) {
      List<Token> now = tokens;
      tokens =
          now.stream()
              .map(dropped -> now.stream().filter(token -> !token.equals(dropped)).toList())
              .min(Comparator.comparingDouble(left -> unevenness(ring.with(new RingNode(id, node.zone(), weight, left)))))
              .orElseThrow();
    }
    return tokens;
  }

  /** The sum over all nodes of the squared distance from the share that their weight asks for, in parts of that. */
  private static double unevenness(HashRing ring) {
    double weights = ring.nodes().values().stream().mapToDouble(RingNode::weight).sum();
    var shares = ring.shares();
    return ring.nodes().values().stream()
        .mapToDouble(node -> shares.getOrDefault(node.id(), 0.0) * weights / node.weight() - 1)
        .map(distance -> distance * distance)
        .sum();
  }
}
