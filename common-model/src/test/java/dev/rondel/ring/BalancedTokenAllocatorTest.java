package dev.rondel.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads are in parts of what a node's weight asks for: 1.05 is 5 % above the mean. */
class BalancedTokenAllocatorTest {

  private static final TokenAllocator BALANCED = TokenAllocator.balanced(16);
  private static final List<HashRing> ONE_TO_TEN = Joins.oneAfterTheOther(BALANCED, 10);
  private static final HashRing TEN = ONE_TO_TEN.getLast();

  @Test
  void upToTenEqualNodesTheLargestShareIsWithinFivePercentOfTheMean() {
    assertThat(ONE_TO_TEN)
        .allSatisfy(ring -> assertThat(Joins.loads(ring, 1).getMax()).isLessThanOrEqualTo(1.05));
    assertThat(Joins.loads(TEN, 1).getMax()).isLessThan(1.001);
    assertThat(Joins.loads(TEN, 1).getMin()).isGreaterThan(0.999);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void upToTenEqualNodesTheCopiesAreSpreadWithinFivePercentToo(int copies) {
    assertThat(ONE_TO_TEN)
        .allSatisfy(
            ring -> assertThat(Joins.loads(ring, copies).getMax()).isLessThanOrEqualTo(1.05))
        .allSatisfy(
            ring -> assertThat(Joins.loads(ring, copies).getMin()).isGreaterThanOrEqualTo(0.93));
  }

  @Test
  void keysAreSpreadLikeTheShares() {
    List<Token> keys = Keys.tokens(100_000);

    for (NodeId id : TEN.nodes().keySet()) {
      assertThat(keys.stream().filter(key -> TEN.owner(key).orElseThrow().equals(id)).count())
          .isBetween(9_500L, 10_500L);
    }
  }

  /**
   * With more nodes than one has tokens not all others can give to it, so those that have most give
   * in turn.
   */
  @Test
  void withFiftyNodesSharesAndCopiesStayEven() {
    List<HashRing> rings = Joins.oneAfterTheOther(BALANCED, 50);

    assertThat(rings)
        .allSatisfy(ring -> assertThat(Joins.loads(ring, 1).getMax()).isLessThan(1.06));
    for (int nodes : List.of(20, 50)) {
      for (int copies : List.of(1, 2, 3)) {
        assertThat(Joins.loads(rings.get(nodes - 1), copies).getMax()).isLessThan(1.06);
      }
    }
  }

  @Test
  void joiningMovesNoMoreThanItsPartOfTheKeys() {
    List<Token> keys = Keys.tokens(100_000);

    for (int nodes = 1; nodes < 10; nodes++) {
      HashRing before = ONE_TO_TEN.get(nodes - 1);
      HashRing after = ONE_TO_TEN.get(nodes);

      assertThat(after.share(Joins.node(nodes))).isLessThanOrEqualTo(1.000001 / (nodes + 1));
      assertThat((double) Keys.moved(keys, before, after))
          .isLessThanOrEqualTo(1.05 * keys.size() / (nodes + 1));
      assertThat(keys)
          .allSatisfy(
              key ->
                  assertThat(after.owner(key))
                      .isIn(before.owner(key), Optional.of(Joins.node(after.nodes().size() - 1))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 0.5 2 1 1 0.5 2 1",
        "0.5 0.5 1 1 2 2",
        "2 2 1 1 0.5 0.5",
        "10 1 1 1 1 1",
        "1 1 1 1 1 10"
      })
  void sharesAreInProportionToTheWeights(String weights) {
    HashRing ring =
        Joins.of(
            BALANCED,
            List.of(weights.split(" ")).stream().mapToDouble(Double::parseDouble).toArray());

    assertThat(Joins.loads(ring, 1).getMax()).isLessThan(1.05);
    assertThat(Joins.loads(ring, 1).getMin()).isGreaterThan(0.95);
  }

  @Test
  void tokensAreAsManyAsTheWeightAsksFor() {
    assertThat(BALANCED.tokensFor(NodeId.of("a"), "", 1, TEN)).hasSize(16);
    assertThat(BALANCED.tokensFor(NodeId.of("a"), "", 0.5, TEN)).hasSize(8);
    assertThat(BALANCED.tokensFor(NodeId.of("a"), "", 2, TEN)).hasSize(32);
    assertThat(BALANCED.tokensFor(NodeId.of("a"), "", 0.001, TEN)).hasSize(1);
    assertThat(BALANCED.tokensFor(NodeId.of("a"), "", 100, HashRing.empty())).hasSize(1600);
  }

  @Test
  void theSameQuestionGetsTheSameAnswer() {
    List<Token> once = BALANCED.tokensFor(NodeId.of("a"), "", 1, TEN);

    assertThat(BALANCED.tokensFor(NodeId.of("a"), "", 1, HashRing.of(TEN.nodes().values())))
        .isEqualTo(once)
        .isSorted();
    assertThat(Joins.of(BALANCED, Joins.equal(10))).isEqualTo(TEN);
  }

  @Test
  void theFirstNodeStandsAtEqualDistances() {
    HashRing ring = Joins.of(BALANCED, 1);

    assertThat(Arrays.stream(ring.arcShares()).boxed())
        .hasSize(16)
        .allSatisfy(share -> assertThat(share).isCloseTo(1 / 16.0, within(1e-9)));
  }

  @Test
  void raisingAWeightKeepsTheTokensAndTakesOnlyWhatIsMissing() {
    NodeId id = Joins.node(3);

    HashRing raised = TEN.with(new RingNode(id, "", 2, BALANCED.tokensFor(id, "", 2, TEN)));

    assertThat(tokens(raised, id)).hasSize(32).containsAll(tokens(TEN, id));
    assertThat(Joins.loads(raised, 1).getMax()).isLessThan(1.05);
    assertThat(raised.share(id)).isCloseTo(2 / 11.0, within(0.001));
  }

  @Test
  void loweringAWeightOnlyGivesTokensUp() {
    NodeId id = Joins.node(3);

    HashRing lowered = TEN.with(new RingNode(id, "", 0.5, BALANCED.tokensFor(id, "", 0.5, TEN)));

    assertThat(tokens(TEN, id)).containsAll(tokens(lowered, id));
    assertThat(tokens(lowered, id)).hasSize(8);
    assertThat(Joins.loads(lowered, 1).getMax()).isLessThan(1.1);
    assertThat(Joins.loads(lowered, 1).getMin()).isGreaterThan(0.9);
  }

  @Test
  void aWeightThatAsksForTheSameNumberOfTokensMovesNothing() {
    NodeId id = Joins.node(3);

    assertThat(BALANCED.tokensFor(id, "east", 1.01, TEN)).isEqualTo(tokens(TEN, id));
  }

  @Test
  void whenANodeLeavesNoOtherHasMuchMoreAndTheNextToJoinEvensItOut() {
    for (NodeId leaving : TEN.nodes().keySet()) {
      HashRing nine = TEN.without(leaving);
      HashRing tenAgain = Joins.join(BALANCED, nine, 77, 1);

      assertThat(Joins.loads(nine, 1).getMax()).isLessThan(1.25);
      assertThat(Joins.loads(nine, 2).getMax()).isLessThan(1.15);
      assertThat(Joins.loads(tenAgain, 1).getMax()).isLessThan(1.05);
    }
  }

  @Test
  void aNodeThatComesBackFindsItsTokensFree() {
    RingNode left = TEN.node(Joins.node(9)).orElseThrow();

    HashRing replaced = Joins.join(BALANCED, TEN.without(left.id()), 77, 1);

    assertThat(replaced.with(left).tokens()).hasSize(11 * 16);
  }

  @Test
  void whileNodesComeAndGoNoTokenIsGivenTwiceAndSharesStaySane() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(290);
    HashRing ring = TEN;
    for (int step = 0; step < 60; step++) {
      List<NodeId> ids = List.copyOf(ring.nodes().keySet());
      boolean leaves = ids.size() > 13 || (ids.size() > 6 && random.nextBoolean());
      ring =
          leaves
              ? ring.without(ids.get(random.nextInt(ids.size())))
              : Joins.join(BALANCED, ring, 100 + step, 1);

      assertThat(Joins.loads(ring, 1).getMax()).as("after step %d: %s", step, ring).isLessThan(1.5);
    }
  }

  @Test
  void zonesAreKnownWhenCopiesAreSpread() {
    HashRing ring = HashRing.empty();
    for (int i = 0; i < 9; i++) {
      NodeId id = Joins.node(i);
      String zone = "zone-" + i % 3;
      ring = ring.with(new RingNode(id, zone, 1, BALANCED.tokensFor(id, zone, 1, ring)));
    }

    assertThat(Joins.loads(ring, 1).getMax()).isLessThan(1.05);
    assertThat(Joins.loads(ring, 2).getMax()).isLessThan(1.15);
    assertThat(Joins.loads(ring, 3).getMax()).isLessThan(1.15);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 64})
  void worksWithAnyNumberOfTokens(int tokens) {
    HashRing ring = Joins.of(TokenAllocator.balanced(tokens), 1, 1, 1, 1, 1);

    assertThat(ring.tokens()).hasSize(5 * tokens);
  }

  @Test
  void joinsARingThatWasChosenOtherwise() {
    HashRing hashed = Joins.of(TokenAllocator.hashed(16), Joins.equal(5));
    HashRing crowded =
        HashRing.of(
            List.of(
                RingNode.of(NodeId.of("a"), List.of(Token.MIN, new Token(0, 1), new Token(0, 2)))));

    HashRing joined = Joins.join(BALANCED, hashed, 9, 1);
    HashRing joinedCrowded = Joins.join(BALANCED, crowded, 9, 1);

    assertThat(joined.share(Joins.node(9))).isCloseTo(1 / 6.0, within(0.001));
    assertThat(Joins.loads(joined, 1).getMax()).isLessThan(Joins.loads(hashed, 1).getMax());
    assertThat(joinedCrowded.share(Joins.node(9))).isCloseTo(0.5, within(0.001));
  }

  @Test
  void refusesLessThanOneToken() {
    assertThatThrownBy(() -> TokenAllocator.balanced(0))
        .hasMessage("tokens per node: 0 is below 1");
    assertThatThrownBy(() -> TokenAllocator.hashed(0)).hasMessage("tokens per node: 0 is below 1");
  }

  @Test
  void isFoundByName() {
    assertThat(TokenAllocator.named("balanced", 16)).isEqualTo(BALANCED);
    assertThat(TokenAllocator.named("hashed", 16)).isEqualTo(TokenAllocator.hashed(16));
    assertThatThrownBy(() -> TokenAllocator.named("random", 16))
        .hasMessage("no token choice 'random'; there are balanced, hashed");
  }

  /**
   * What an operator can do to a weight, from one end to the other: it takes its time, but not for
   * ever.
   */
  @Test
  void weightsMayGoFromOneEndToTheOther() {
    NodeId id = Joins.node(1);
    HashRing ring = Joins.of(TokenAllocator.balanced(4), 1, 1, 1);
    for (double weight : new double[] {1000, 0.001, 1000, 1}) {
      ring =
          ring.with(
              new RingNode(
                  id, "", weight, TokenAllocator.balanced(4).tokensFor(id, "", weight, ring)));

      assertThat(tokens(ring, id)).hasSize(TokenAllocator.count(4, weight));
    }
  }

  private static List<Token> tokens(HashRing ring, NodeId id) {
    return ring.node(id).orElseThrow().tokens();
  }
}
