package dev.rondel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.ring.FingerTable.Finger;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Fingers against walking over all nodes. */
class FingerTablePropertiesTest {

  @Provide
  Arbitrary<Set<NodeId>> circles() {
    return Arbitraries.integers()
        .between(1, 5000)
        .map(i -> NodeId.of("n" + i))
        .set()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Property(tries = 50)
  void everyFingerIsTheFirstNodeThatAScanMeets(@ForAll("circles") Set<NodeId> nodes) {
    NodeId self = nodes.iterator().next();
    var table = FingerTable.of(self, nodes);

    List<Finger> fingers = table.all();

    assertThat(fingers).hasSize(128);
    for (int i = 0; i < fingers.size(); i++) {
      Finger finger = fingers.get(i);
      BigInteger start =
          Tokens.number(table.position()).add(BigInteger.ONE.shiftLeft(i)).mod(Tokens.RING);
      assertThat(Tokens.number(finger.start())).isEqualTo(start);
      assertThat(finger.end()).isEqualTo(i == 127 ? table.position() : fingers.get(i + 1).start());
      assertThat(finger.node()).isEqualTo(firstAfter(start, nodes));
    }
  }

  /** The node to which one goes the shortest way clockwise. */
  private static NodeId firstAfter(BigInteger start, Collection<NodeId> nodes) {
    return nodes.stream()
        .min(
            Comparator.comparing(
                node ->
                    Tokens.number(FingerTable.of(node, nodes).position())
                        .subtract(start)
                        .mod(Tokens.RING)))
        .orElseThrow();
  }

  @Property(tries = 50)
  void mergedFingersSayTheSame(@ForAll("circles") Set<NodeId> nodes) {
    var table = FingerTable.of(nodes.iterator().next(), nodes);

    List<Finger> merged = table.merged();

    List<NodeId> unmerged =
        merged.stream()
            .flatMap(
                row -> IntStream.rangeClosed(row.first(), row.last()).mapToObj(i -> row.node()))
            .toList();
    assertThat(unmerged).isEqualTo(table.all().stream().map(Finger::node).toList());
    for (int i = 1; i < merged.size(); i++) {
      assertThat(merged.get(i).start()).isEqualTo(merged.get(i - 1).end());
      assertThat(merged.get(i).node()).isNotEqualTo(merged.get(i - 1).node());
    }
  }

  @Property(tries = 30)
  void everyNodeIsReachedFromEveryOtherInLogarithmicallyManyHops(
      @ForAll("circles") Set<NodeId> nodes) {
    for (NodeId from : nodes) {
      for (NodeId to : nodes) {
        List<NodeId> way = FingerTable.way(from, to, nodes);

        assertThat(way).startsWith(from).endsWith(to).doesNotHaveDuplicates();
        assertThat(way.size() - 1).isLessThanOrEqualTo(log2RoundedUp(nodes.size()));
      }
    }
  }

  @Property(tries = 30)
  void aNodeThatNobodyKnowsTakesOneHopMoreAtMost(@ForAll("circles") Set<NodeId> nodes) {
    NodeId stranger = NodeId.of("stranger");
    for (NodeId to : nodes) {
      List<NodeId> way = FingerTable.way(stranger, to, nodes);

      assertThat(way).startsWith(stranger).endsWith(to);
      assertThat(way.size() - 1).isLessThanOrEqualTo(1 + log2RoundedUp(nodes.size()));
      assertThat(FingerTable.way(to, stranger, nodes)).isEmpty();
    }
  }

  @Test
  void aNodeAloneIsItsOwnFinger() {
    NodeId alone = NodeId.of("alone");
    var table = FingerTable.of(alone, List.of());

    assertThat(table.merged())
        .containsExactly(new Finger(0, 127, new Token(0, 1), Token.MIN, alone));
    assertThat(table.next(alone)).isEmpty();
    assertThat(FingerTable.way(alone, alone, List.of())).containsExactly(alone);
  }

  private static int log2RoundedUp(int count) {
    return 32 - Integer.numberOfLeadingZeros(count - 1);
  }
}
