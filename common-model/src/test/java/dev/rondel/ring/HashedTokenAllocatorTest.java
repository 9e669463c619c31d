package dev.rondel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HashedTokenAllocatorTest {

  private static final TokenAllocator HASHED = TokenAllocator.hashed(16);

  @Test
  void anyoneCanComputeThem() {
    assertThat(TokenAllocator.hashed(2).tokensFor(NodeId.of("node_3000"), "", 1, HashRing.empty()))
        .containsExactlyInAnyOrder(
            Token.parse("1d7f20f190c68eb416a03e2b3e113526"),
            Token.parse("2474b3bace3eb461dc567e732e122a6e"));
  }

  @Test
  void moreWeightAddsTokensAndKeepsTheOthers() {
    List<Token> one = HASHED.tokensFor(NodeId.of("a"), "", 1, HashRing.empty());
    List<Token> two = HASHED.tokensFor(NodeId.of("a"), "", 2, HashRing.empty());

    assertThat(two).hasSize(32).containsAll(one).isSorted();
  }

  /** No key moves but to the new node, and of those only what its tokens cut off. */
  @Property(tries = 50)
  void joiningMovesItsShareAndNothingElse(@ForAll @IntRange(min = 1, max = 20) int nodes) {
    List<Token> keys = Keys.tokens(2_000);
    HashRing before = Joins.of(HASHED, Joins.equal(nodes));

    HashRing after = Joins.join(HASHED, before, nodes, 1);

    long owned =
        keys.stream()
            .filter(key -> after.owner(key).orElseThrow().equals(Joins.node(nodes)))
            .count();
    assertThat(Keys.moved(keys, before, after)).isEqualTo(owned);
  }

  /**
   * "At most K/N plus one token's share" is kept in the mean over many rings; single rings of
   * random tokens are uneven.
   */
  @Test
  void aJoinMovesInTheMeanItsPartPlusAtMostOneTokensShare() {
    double mean =
        IntStream.range(0, 200)
            .mapToObj(
                ring ->
                    IntStream.range(0, 11)
                        .mapToObj(i -> node("ring-" + ring + "-node-" + i))
                        .toList())
            .mapToDouble(nodes -> HashRing.of(nodes).share(nodes.getLast().id()))
            .average()
            .orElseThrow();

    assertThat(mean).isLessThan(1.0 / 10 + 1.0 / (10 * 16));
  }

  private static RingNode node(String name) {
    NodeId id = NodeId.of(name);
    return RingNode.of(id, HASHED.tokensFor(id, "", 1, HashRing.empty()));
  }
}
