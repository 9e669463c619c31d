package dev.rondel.ring;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which arcs of the givers to split: those after which the copies are spread most evenly too, and
 * the arcs are of similar size, so that later nodes find large ones. Hill climbing from the largest
 * arcs: one is exchanged for another of the same giver where that is better. What each giver gives
 * stays, and with it the balance of the shares.
 */
final class ArcChoice {

  private static final int ROUNDS = 3;

  /**
   * How many tokens may be looked at in all rounds: a join to a large ring should not take longer
   * than about a second. With 16 tokens for each node this limit is met above about 100 nodes,
   * where one arc more or less counts little.
   */
  private static final int MOST_TOKENS_TRIED = 1_000_000;

  /** Evenness of arcs counts little for each node, beside that of copies. */
  private static final double WEIGHT_OF_ARCS = 0.1;

  private final HashRing others;
  private final Function<List<Token>, RingNode> taker;
  private final List<Token> kept;
  private final List<Giver> givers;
  private double best;
  private int tokensTried;

  private ArcChoice(
      HashRing others,
      Function<List<Token>, RingNode> taker,
      List<Token> kept,
      List<Giver> givers) {
    this.others = others;
    this.taker = taker;
    this.kept = kept;
    this.givers = new ArrayList<>(givers);
    this.best = cost();
  }

  /**
   * The tokens for {@code taker}, as it is with given tokens: those that it keeps, and one for each
   * split of a giver.
   */
  static List<Token> tokens(
      HashRing others,
      Function<List<Token>, RingNode> taker,
      List<Token> kept,
      List<Giver> givers) {
    var choice = new ArcChoice(others, taker, kept, givers);
    for (int round = 0; round < ROUNDS && choice.improve(); round++) {}
    return choice.tokens();
  }

  private boolean improve() {
    double before = best;
    for (int giver = 0; giver < givers.size(); giver++) {
      for (int position = 0; position < givers.get(giver).split().size(); position++) {
        improve(giver, position);
      }
    }
    return best < before;
  }

  private void improve(int giver, int position) {
    Giver keep = givers.get(giver);
    Iterator<Giver> exchanges = keep.exchanges(position).iterator();
    while (tokensTried < MOST_TOKENS_TRIED && exchanges.hasNext()) {
      Giver exchange = exchanges.next();
      givers.set(giver, exchange);
      double cost = cost();
      if (cost < best) {
        best = cost;
        keep = exchange;
      }
    }
    givers.set(giver, keep);
  }

  private List<Token> tokens() {
    return Stream.concat(kept.stream(), givers.stream().flatMap(giver -> giver.points().stream()))
        .sorted()
        .toList();
  }

  private double cost() {
    HashRing tried = others.with(taker.apply(tokens()));
    tokensTried += tried.tokens().size();
    return Balance.unevenness(tried, 2)
        + Balance.unevenness(tried, 3)
        + WEIGHT_OF_ARCS * Balance.unevennessOfArcs(tried);
  }
}
