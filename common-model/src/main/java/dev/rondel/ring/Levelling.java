package dev.rondel.ring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How much each node gives to one that is to have a larger share: whoever has most for its weight
 * gives first, down to one level. The level is the highest at which enough comes together from as
 * many arcs as there are new tokens.
 */
final class Levelling {

  private static final int BISECTIONS = 50;

  /**
   * A share this small is noise of the arithmetic, or would make a token that stands for nothing.
   */
  private static final double NOTHING = 1e-12;

  private final List<Source> sources;
  private final int tokens;

  private static final class Source {

    private final double share;
    private final double weight;
    private final List<TokenRange> arcs;

    /** The share of the largest arcs together: of none, one, two, …. */
    private final double[] largest;

    Source(double share, double weight, List<TokenRange> arcs) {
      this.share = share;
      this.weight = weight;
      this.arcs = arcs;
      largest = new double[arcs.size() + 1];
      for (int i = 0; i < arcs.size(); i++) {
        largest[i + 1] = largest[i] + arcs.get(i).share();
      }
    }

    /** What it gives down to {@code level} (share for each unit of weight), in so many pieces. */
    double gives(double level, int tokens) {
      return Math.min(excess(level), capacity(tokens));
    }

    /** What it should give beside that. */
    double left(double level, int tokens) {
      return Math.max(0, excess(level) - capacity(tokens));
    }

    private double excess(double level) {
      double excess = share - level * weight;
      return excess > NOTHING ? excess : 0;
    }

    private double capacity(int tokens) {
      return largest[Math.min(tokens, arcs.size())] * Giver.mostOfEach(tokens, arcs.size());
    }
  }

  private Levelling(List<Source> sources, int tokens) {
    this.sources = sources;
    this.tokens = tokens;
  }

  /**
   * The givers for {@code taker}, which are to lose {@code wanted} together, at {@code tokens}
   * points. Where it wants nothing it gets very little, since each token takes something.
   */
  static List<Giver> givers(HashRing ring, NodeId taker, double wanted, int tokens) {
    Map<NodeId, Double> shares = ring.shares();
    List<Source> sources =
        ring.nodes().values().stream()
            .filter(node -> !node.id().equals(taker))
            .map(
                node ->
                    new Source(
                        shares.getOrDefault(node.id(), 0.0),
                        node.weight(),
                        largeArcs(ring, node.id())))
            .filter(source -> !source.arcs.isEmpty())
            .toList();
    return new Levelling(sources, tokens).givers(Math.max(wanted, 1000 * NOTHING * tokens));
  }

  private static List<TokenRange> largeArcs(HashRing ring, NodeId id) {
    return ring.arcsOf(id).stream().filter(arc -> arc.share() > NOTHING).toList();
  }

  private List<Giver> givers(double wanted) {
    if (sources.isEmpty()) {
      return List.of();
    }
    double low = 0;
    double high =
        sources.stream().mapToDouble(source -> source.share / source.weight).max().orElseThrow();
    for (int i = 0; i < BISECTIONS; i++) {
      double level = (low + high) / 2;
      if (total(level, shareOut(level)) >= wanted) {
        low = level;
      } else {
        high = level;
      }
    }
    int[] counts = shareOut(low);
    double scale = Math.min(1, wanted / total(low, counts));
    var givers = new ArrayList<Giver>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        Source source = sources.get(i);
        givers.add(Giver.ofLargest(source.gives(low, counts[i]) * scale, source.arcs, counts[i]));
      }
    }
    return givers;
  }

  private double total(double level, int[] counts) {
    double total = 0;
    for (int i = 0; i < counts.length; i++) {
      total += sources.get(i).gives(level, counts[i]);
    }
    return total;
  }

  /**
   * The tokens for each source at this level: one after the other to where most is left to give.
   */
  private int[] shareOut(double level) {
    var counts = new int[sources.size()];
    Comparator<Integer> left =
        Comparator.comparingDouble(i -> -sources.get(i).left(level, counts[i]));
    Comparator<Integer> each =
        Comparator.comparingDouble(
            i -> -sources.get(i).gives(level, counts[i]) / Math.max(1, counts[i]));
    var queue =
        new PriorityQueue<>(left.thenComparing(each).thenComparing(Comparator.naturalOrder()));
    for (int i = 0; i < counts.length; i++) {
      queue.add(i);
    }
    for (int i = 0; i < tokens; i++) {
      int best = queue.remove();
      counts[best]++;
      queue.add(best);
    }
    return counts;
  }
}
