package dev.rondel.ring;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Rings that grow by one node after the other, and what their nodes hold in parts of what they
 * should.
 */
final class Joins {

  private Joins() {}

  /** A ring of nodes that joined in the order of their weights, without zones. */
  static HashRing of(TokenAllocator allocator, double... weights) {
    HashRing ring = HashRing.empty();
    for (int i = 0; i < weights.length; i++) {
      ring = join(allocator, ring, i, weights[i]);
    }
    return ring;
  }

  /** The rings of 1, 2, … {@code nodes} equal nodes. */
  static List<HashRing> oneAfterTheOther(TokenAllocator allocator, int nodes) {
    var rings = new ArrayList<HashRing>();
    HashRing ring = HashRing.empty();
    for (int i = 0; i < nodes; i++) {
      ring = join(allocator, ring, i, 1);
      rings.add(ring);
    }
    return rings;
  }

  static HashRing join(TokenAllocator allocator, HashRing ring, int number, double weight) {
    NodeId id = node(number);
    return ring.with(new RingNode(id, "", weight, allocator.tokensFor(id, "", weight, ring)));
  }

  static NodeId node(int number) {
    return NodeId.of("node_" + (3000 + number));
  }

  static double[] equal(int nodes) {
    return IntStream.range(0, nodes).mapToDouble(i -> 1).toArray();
  }

  /** Each node's part of all copies, 1 = what its weight asks for: least and most. */
  static DoubleSummaryStatistics loads(HashRing ring, int replicationFactor) {
    SortedMap<NodeId, Double> shares = ring.replicaShares(replicationFactor);
    double copies = Math.min(replicationFactor, ring.nodes().size());
    double weights = ring.nodes().values().stream().mapToDouble(RingNode::weight).sum();
    return ring.nodes().values().stream()
        .mapToDouble(node -> shares.getOrDefault(node.id(), 0.0) * weights / node.weight() / copies)
        .summaryStatistics();
  }
}
