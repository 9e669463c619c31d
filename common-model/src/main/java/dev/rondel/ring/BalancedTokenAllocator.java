package dev.rondel.ring;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Takes for a joining node the share that its weight asks for, and no more, from the nodes that
 * have most above theirs: {@link Levelling} says how much from each, {@link ArcChoice} from which
 * of their arcs.
 *
 * <p>Shares stay even as long as there are no more nodes than a node has tokens, since each other
 * node can then give its part; beyond that those that have most give in turn. A node that leaves
 * does not choose who gets its arcs, so the shares are less even until others join.
 */
record BalancedTokenAllocator(int tokensPerWeight) implements TokenAllocator {

  BalancedTokenAllocator {
    if (tokensPerWeight < 1) {
      throw new IllegalArgumentException("tokens per node: " + tokensPerWeight + " is below 1");
    }
  }

  @Override
  public List<Token> tokensFor(NodeId id, String zone, double weight, HashRing ring) {
    int count = TokenAllocator.count(tokensPerWeight, weight);
    List<Token> tokens = ring.node(id).map(RingNode::tokens).orElse(List.of());
    if (tokens.size() == count) {
      return tokens;
    }
    HashRing others = ring.without(id);
    if (others.isEmpty()) {
      return evenlySpaced(id, count);
    }
    return tokens.size() > count
        ? TokenRemoval.fewer(others, new RingNode(id, zone, weight, tokens), count)
        : more(others, id, zone, weight, tokens, count);
  }

  private static List<Token> more(
      HashRing others, NodeId id, String zone, double weight, List<Token> kept, int count) {
    HashRing ring = kept.isEmpty() ? others : others.with(new RingNode(id, zone, weight, kept));
    double wanted = weight / (weight + Balance.totalWeight(others)) - ring.share(id);
    List<Giver> givers = Levelling.givers(ring, id, wanted, count - kept.size());
    List<Token> chosen =
        ArcChoice.tokens(others, tokens -> new RingNode(id, zone, weight, tokens), kept, givers);
    Set<Token> stay = Set.copyOf(kept);
    return chosen.stream()
        .map(token -> stay.contains(token) ? token : marked(token, id))
        .sorted()
        .toList();
  }

  /**
   * The token with lower bits that are the node's own. The choice depends on the ring alone, so one
   * who joins where another has left is told to stand where that one stood, who may come back with
   * its tokens.
   */
  private static Token marked(Token token, NodeId id) {
    return new Token(token.high(), md5(id).low());
  }

  /** For a node that is alone: where it begins depends on its name only. */
  private static List<Token> evenlySpaced(NodeId id, int count) {
    Token first = md5(id);
    return IntStream.range(0, count)
        .mapToObj(i -> first.plus((double) i / count))
        .sorted()
        .toList();
  }

  private static Token md5(NodeId id) {
    return Hashing.md5().hash(id.value().getBytes(StandardCharsets.UTF_8));
  }
}
