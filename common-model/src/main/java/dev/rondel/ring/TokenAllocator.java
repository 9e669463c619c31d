package dev.rondel.ring;

import java.util.List;

/** Chooses where a node stands on the ring. The same question always gets the same answer. */
public interface TokenAllocator {

  /** Tokens of a node of weight 1 by default. */
  int DEFAULT_TOKENS = 16;

  /**
   * The tokens for a node, sorted, none of which another node has. Where {@code ring} already has
   * the node this is its answer to a new weight, and as many of its tokens as possible stay.
   *
   * @param zone where the node stands; empty where zones are not used
   */
  List<Token> tokensFor(NodeId id, String zone, double weight, HashRing ring);

  /** The default: the tokens that even out the shares. */
  static TokenAllocator balanced(int tokensPerWeight) {
    return new BalancedTokenAllocator(tokensPerWeight);
  }

  /** The MD5 of {@code nodeId#0}, {@code nodeId#1}, …: anyone can compute them. */
  static TokenAllocator hashed(int tokensPerWeight) {
    return new HashedTokenAllocator(tokensPerWeight);
  }

  /** {@code balanced} or {@code hashed}. */
  static TokenAllocator named(String name, int tokensPerWeight) {
    return switch (name) {
      case "balanced" -> balanced(tokensPerWeight);
      case "hashed" -> hashed(tokensPerWeight);
      default ->
          throw new IllegalArgumentException(
              "no token choice '" + name + "'; there are balanced, hashed");
    };
  }

  /** How many tokens a node of this weight has: at least one. */
  static int count(int tokensPerWeight, double weight) {
    return Math.max(1, Math.toIntExact(Math.round(tokensPerWeight * weight)));
  }
}
