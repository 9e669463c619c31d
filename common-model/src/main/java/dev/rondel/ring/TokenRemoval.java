package dev.rondel.ring;

import java.util.Comparator;
import java.util.List;

/**
 * Which tokens a node gives up when its weight sinks: one after the other, whichever leaves the
 * shares most even.
 */
final class TokenRemoval {

  private TokenRemoval() {}

  /** {@code count} of the tokens of {@code node}, which stands on the ring with {@code others}. */
  static List<Token> fewer(HashRing others, RingNode node, int count) {
    RingNode left = node;
    while (left.tokens().size() > count) {
      RingNode now = left;
      left =
          now.tokens().stream()
              .map(now::without)
              .min(Comparator.comparingDouble(fewer -> Balance.unevenness(others.with(fewer), 1)))
              .orElseThrow();
    }
    return left.tokens();
  }
}
