package dev.rondel.ring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The choice of new tokens for a node: which arcs to split, and where.
 *
 * <p>How much each other node gives is found by levelling: whoever has most for its weight gives first, until all
 * givers stand at one level and the node has what its weight asks for. At most as many nodes give as there are tokens.
 * A giver gives from its largest arcs, of each the same part.
 */
final class ArcSplitting {

  /** An arc is never taken whole: its owner keeps at least this part, so that its token still stands for something. */
  private static final double MOST_OF_AN_ARC = 0.9;

  private final HashRing ring;
  private final NodeId taker;

  private ArcSplitting(HashRing ring, NodeId taker) {
    this.ring = ring;
    this.taker = taker;
  }

  /** {@code count} new tokens for {@code taker}, which may or may not be on the ring yet; there are other nodes on it. */
  static List<Token> split(HashRing ring, NodeId taker, double weight, int count) {
    return new ArcSplitting(ring, taker).tokens(weight, count);
  }

  private List<Token> tokens(double weight, int count) {
    double wanted = weight / (weight + othersWeight()) - ring.share(taker);
    var givers = givers(Math.max(wanted, 0), count);
    shareOut(count, givers);
    return givers.stream().flatMap(giver -> giver.splitPoints().stream()).toList();
  }

  private double othersWeight() {
    return ring.nodes().values().stream()
        .filter(node -> !node.id().equals(taker))
        .mapToDouble(RingNode::weight)
        .sum();
  }

  /** The nodes that give, and how much: levelling from the top until {@code wanted} is together. */
  private List<Giver> givers(double wanted, int most) {
    Map<NodeId, Double> shares = ring.shares();
    Map<NodeId, List<TokenRange>> arcs = arcsByOwner();
    List<RingNode> richestFirst =
        ring.nodes().values().stream()
            .filter(node -> !node.id().equals(taker))
            .sorted(Comparator.comparingDouble((RingNode node) -> -shares.getOrDefault(node.id(), 0.0) / node.weight()))
            .limit(most)
            .toList();
    double share = 0;
    double weight = 0;
    double level = 0;
    int count = 0;
    for (RingNode node : richestFirst) {
      if (count > 0 && shares.getOrDefault(node.id(), 0.0) / node.weight() <= level) {
        break;
      }
      share += shares.getOrDefault(node.id(), 0.0);
      weight += node.weight();
      level = (share - wanted) / weight;
      count++;
    }
    var givers = new ArrayList<Giver>();
    for (RingNode node : richestFirst.subList(0, count)) {
      givers.add(new Giver(shares.getOrDefault(node.id(), 0.0) - level * node.weight(), arcs.getOrDefault(node.id(), List.of())));
    }
    return givers;
  }

  private Map<NodeId, List<TokenRange>> arcsByOwner() {
    var arcs = new HashMap<NodeId, List<TokenRange>>();
    ring.nodes().keySet().forEach(id -> arcs.put(id, new ArrayList<>()));
    for (Token token : ring.tokens()) {
      arcs.computeIfAbsent(ring.owner(token).orElseThrow(), id -> new ArrayList<>()).add(ring.arcOf(token).orElseThrow());
    }
    arcs.values().forEach(list -> list.sort(Comparator.comparingDouble(arc -> -arc.share())));
    return arcs;
  }

  /** Each token goes to the giver whose arcs would otherwise have to give the largest part of themselves. */
  private static void shareOut(int count, List<Giver> givers) {
    for (int i = 0; i < count; i++) {
      givers.stream().max(Comparator.comparingDouble(Giver::need)).orElseThrow().tokens++;
    }
  }

  private static final class Giver {

    private final double amount;
    /** Largest first. */
    private final List<TokenRange> arcs;
    private int tokens;

    Giver(double amount, List<TokenRange> arcs) {
      this.amount = amount;
      this.arcs = arcs;
    }

    /** The part that each split arc has to give; below 0 where all are split, and another token would change nothing. */
    double need() {
      if (tokens == 0) {
        return Double.MAX_VALUE;
      }
      return tokens < arcs.size() ? part() : (double) -tokens / arcs.size();
    }

    private double part() {
      return amount / arcs.stream().limit(tokens).mapToDouble(TokenRange::share).sum();
    }

    /** Where there are more tokens than arcs the parts that are taken are cut again, evenly. */
    List<Token> splitPoints() {
      double part = tokens < arcs.size() ? Math.min(part(), MOST_OF_AN_ARC) : part();
      var points = new ArrayList<Token>();
      for (int i = 0; i < tokens; i++) {
        TokenRange arc = arcs.get(i % arcs.size());
        int piece = 1 + i / arcs.size();
        int pieces = 1 + (tokens - 1 - i % arcs.size()) / arcs.size();
        points.add(arc.after().plus(arc.share() * part * piece / pieces));
      }
      return points;
    }
  }
}
