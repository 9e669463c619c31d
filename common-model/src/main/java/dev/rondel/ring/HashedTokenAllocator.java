package dev.rondel.ring;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Token i of a node is the MD5 of {@code nodeId#i}. More weight adds tokens to the end of this
 * sequence.
 */
record HashedTokenAllocator(int tokensPerWeight) implements TokenAllocator {

  HashedTokenAllocator {
    if (tokensPerWeight < 1) {
      throw new IllegalArgumentException("tokens per node: " + tokensPerWeight + " is below 1");
    }
  }

  @Override
  public List<Token> tokensFor(NodeId id, String zone, double weight, HashRing ring) {
    return IntStream.range(0, TokenAllocator.count(tokensPerWeight, weight))
        .mapToObj(i -> Hashing.md5().hash((id + "#" + i).getBytes(StandardCharsets.UTF_8)))
        .sorted()
        .toList();
  }
}
