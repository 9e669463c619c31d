package dev.rondel.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.ring.HashRing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Member.Standing;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlacementTest {

  @Test
  void onlyMembersThatAreInTakePart() {
    View view =
        view(
            2,
            member("a", "", Standing.IN, 10),
            member("b", "", Standing.DRAINING, 20),
            member("c", "", Standing.OUT, 30),
            member("d", "", Standing.IN, 40),
            member("e", "", Standing.IN));

    Placement placement = Placement.of(view);

    assertThat(placement.ring().nodes()).containsOnlyKeys(NodeId.of("a"), NodeId.of("d"));
    assertThat(placement.replicas(token(15))).containsExactly(NodeId.of("d"), NodeId.of("a"));
  }

  /** A member that is down keeps its place until the coordinator takes it out. */
  @Test
  void aMemberThatIsDownKeepsItsPlace() {
    Member down =
        new Member(NodeId.of("a"), 1, "", "", "", 1, Standing.IN, false, List.of(token(10)));

    assertThat(Placement.of(view(1, down)).replicas(token(5))).containsExactly(NodeId.of("a"));
  }

  @Test
  void zonesOfTheMembersCount() {
    View view =
        view(
            2,
            member("a", "east", Standing.IN, 10),
            member("b", "east", Standing.IN, 20),
            member("c", "west", Standing.IN, 30));

    assertThat(Placement.of(view).replicas(token(5)))
        .containsExactly(NodeId.of("a"), NodeId.of("c"));
  }

  @Test
  void nobodyHoldsAnythingWithoutMembers() {
    assertThat(Placement.of(View.empty(2, "md5")).replicas(Token.MIN)).isEmpty();
    assertThat(Placement.ringOf(List.of())).isEqualTo(HashRing.empty());
  }

  @Test
  void aMemberRefusesAWeightThatIsNone() {
    for (double weight : new double[] {0, -1, 1001, Double.NaN}) {
      assertThatThrownBy(
              () -> new Member(NodeId.of("a"), 1, "", "", "", weight, Standing.IN, true, List.of()))
          .hasMessageContaining("weight " + weight);
    }
  }

  private static View view(int replicationFactor, Member... members) {
    return new View(Epoch.ZERO, replicationFactor, "md5", List.of(members), List.of());
  }

  private static Member member(String id, String zone, Standing standing, long... tokens) {
    return new Member(
        NodeId.of(id),
        1,
        "",
        "",
        zone,
        1,
        standing,
        true,
        LongStream.of(tokens).mapToObj(PlacementTest::token).toList());
  }

  private static Token token(long low) {
    return new Token(0, low);
  }
}
