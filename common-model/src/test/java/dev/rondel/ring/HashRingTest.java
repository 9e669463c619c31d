package dev.rondel.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HashRingTest {

  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final NodeId C = NodeId.of("c");

  @Test
  void theFirstTokenAtOrAfterOwnsAndTheTopWraps() {
    HashRing ring = HashRing.of(List.of(node(A, "", 10), node(B, "", 20)));

    assertThat(ring.owner(token(10))).contains(A);
    assertThat(ring.owner(token(11))).contains(B);
    assertThat(ring.owner(token(20))).contains(B);
    assertThat(ring.owner(token(21))).contains(A);
    assertThat(ring.owner(Token.MAX)).contains(A);
    assertThat(ring.owner(Token.MIN)).contains(A);
  }

  @Test
  void copiesGoToOtherZonesFirst() {
    HashRing ring =
        HashRing.of(List.of(node(A, "east", 10), node(B, "east", 20), node(C, "west", 30)));

    assertThat(ring.placement(token(5), 2)).containsExactly(A, C);
    assertThat(ring.placement(token(5), 3)).containsExactly(A, C, B);
    assertThat(ring.successors(token(5), 2)).containsExactly(A, B);
    assertThat(ring.placement(token(5), 9)).containsExactly(A, C, B);
  }

  @Test
  void aNodeAloneOwnsEverythingAndHasNoNeighbour() {
    HashRing ring = HashRing.of(List.of(node(A, "", 10, 20)));

    assertThat(ring.owner(token(15))).contains(A);
    assertThat(ring.placement(token(15), 2)).containsExactly(A);
    assertThat(ring.successor(token(15))).isEmpty();
    assertThat(ring.predecessor(token(15))).isEmpty();
    assertThat(ring.share(A)).isEqualTo(1);
  }

  @Test
  void anEmptyRingOwnsNothing() {
    HashRing ring = HashRing.empty();

    assertThat(ring.isEmpty()).isTrue();
    assertThat(ring.tokens()).isEmpty();
    assertThat(ring.owner(Token.MIN)).isEmpty();
    assertThat(ring.arcOf(Token.MIN)).isEmpty();
    assertThat(ring.placement(Token.MIN, 2)).isEmpty();
    assertThat(ring.successors(Token.MIN, 2)).isEmpty();
    assertThat(ring.successor(Token.MIN)).isEmpty();
    assertThat(ring.predecessor(Token.MIN)).isEmpty();
    assertThat(ring.shares()).isEmpty();
    assertThat(ring.share(A)).isZero();
    assertThat(ring.without(A)).isEqualTo(ring);
  }

  @Test
  void replacesANodeThatIsThereAlready() {
    HashRing ring = HashRing.of(List.of(node(A, "", 10), node(B, "", 20)));

    assertThat(ring.with(node(A, "", 30)).tokens()).containsExactly(token(20), token(30));
  }

  @Test
  void refusesATokenThatIsGivenTwice() {
    assertThatThrownBy(() -> HashRing.of(List.of(node(A, "", 10), node(B, "", 10))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("token " + token(10) + " is given twice: to a and to b");
    assertThatThrownBy(() -> HashRing.of(List.of(node(A, "", 10, 10))))
        .hasMessage("token " + token(10) + " is given twice: to a and to a");
  }

  @Test
  void refusesANodeThatComesTwice() {
    assertThatThrownBy(() -> HashRing.of(List.of(node(A, "", 10), node(A, "", 20))))
        .hasMessage("node a is on the ring twice");
  }

  @Test
  void refusesANodeThatIsNone() {
    assertThatThrownBy(() -> RingNode.of(A, List.of())).hasMessage("node a has no token");
    assertThatThrownBy(() -> new RingNode(A, "", 0, List.of(Token.MIN)))
        .hasMessageContaining("weight 0.0 of node a");
    assertThatThrownBy(() -> new RingNode(A, "", Double.NaN, List.of(Token.MIN)))
        .hasMessageContaining("weight NaN");
  }

  private static RingNode node(NodeId id, String zone, long... tokens) {
    return new RingNode(id, zone, 1, LongStream.of(tokens).mapToObj(HashRingTest::token).toList());
  }

  private static Token token(long low) {
    return new Token(0, low);
  }
}
