package dev.rondel.ring;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes for a node exactly the share that its weight asks for, from the nodes that have most above theirs, by splitting
 * their largest arcs.
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
    RingNode present = ring.nodes().get(id);
    List<Token> kept = present == null ? List.of() : present.tokens();
    if (ring.without(id).isEmpty()) {
      return kept.size() == count ? kept : evenlySpaced(id, count);
    }
    if (kept.size() > count) {
      kept = TokenRemoval.fewer(ring, id, weight, count);
    }
    HashRing start = kept.isEmpty() ? ring : ring.with(new RingNode(id, "", weight, kept));
    List<Token> added = ArcSplitting.split(start, id, weight, count - kept.size());
    return Stream.concat(kept.stream(), added.stream()).sorted().toList();
  }

  /** For a node that is alone: where it begins depends on its name only. */
  private static List<Token> evenlySpaced(NodeId id, int count) {
    Token first = Hashing.md5().hash(id.value().getBytes(StandardCharsets.UTF_8));
    return IntStream.range(0, count).mapToObj(i -> first.plus((double) i / count)).sorted().toList();
  }
}
