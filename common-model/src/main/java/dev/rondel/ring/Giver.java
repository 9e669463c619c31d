package dev.rondel.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A node that gives a part of its share to another.
 *
 * @param amount how much it gives, as a share of the ring
 * @param arcs all its arcs, largest first
 * @param split the arcs that it gives from, of each the same part, by their index in {@code arcs};
 *     one that comes more than once is cut into pieces
 */
record Giver(double amount, List<TokenRange> arcs, List<Integer> split) {

  /**
   * While there are others an arc is not taken whole, lest its owner keep a token that stands for
   * nothing.
   */
  private static final double MOST_OF_AN_ARC = 0.9;

  private static final double NEARLY_ALL = 1 - 0x1p-20;

  /** The part of each split arc that can be taken at most, where so many of so many are split. */
  static double mostOfEach(int split, int arcs) {
    return split < arcs ? MOST_OF_AN_ARC : NEARLY_ALL;
  }

  /** A giver that splits its largest arcs. */
  static Giver ofLargest(double amount, List<TokenRange> arcs, int tokens) {
    return new Giver(
        amount, arcs, IntStream.range(0, tokens).mapToObj(i -> i % arcs.size()).toList());
  }

  /**
   * The same giver with another arc split in place of the one at {@code position} of {@link
   * #split()}: all ways.
   */
  Stream<Giver> exchanges(int position) {
    return IntStream.range(0, arcs.size())
        .filter(arc -> !split.contains(arc))
        .mapToObj(arc -> exchange(position, arc))
        .filter(giver -> giver.part() <= MOST_OF_AN_ARC);
  }

  private Giver exchange(int position, int arc) {
    var changed = new ArrayList<>(split);
    changed.set(position, arc);
    return new Giver(amount, arcs, changed);
  }

  /** The part of each split arc that is taken. */
  private double part() {
    return amount / share(split.stream().distinct().map(arcs::get));
  }

  private static double share(Stream<TokenRange> arcs) {
    return arcs.mapToDouble(TokenRange::share).sum();
  }

  /** The tokens of the new owner: it takes what comes first of each arc. */
  List<Token> points() {
    var pieces = new int[arcs.size()];
    split.forEach(arc -> pieces[arc]++);
    double part = part();
    var points = new ArrayList<Token>();
    for (int arc = 0; arc < pieces.length; arc++) {
      for (int piece = 1; piece <= pieces[arc]; piece++) {
        points.add(arcs.get(arc).after().plus(arcs.get(arc).share() * part * piece / pieces[arc]));
      }
    }
    return points;
  }
}
