package dev.rondel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.pair.Key;
import dev.rondel.ring.HashRing;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.TokenAllocator;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Placement;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The way over the fingers against the head that the view names. */
class FingerRoutingPropertiesTest {

  private record Node(double weight, boolean up) {}

  /** Up to 40 nodes of all weights on hashed tokens, a fifth of them down. */
  @Provide
  Arbitrary<View> views() {
    Arbitrary<Node> nodes =
        Combinators.combine(
                Arbitraries.of(0.5, 1.0, 2.0, 5.0),
                Arbitraries.frequencyOf(
                    Tuple.of(4, Arbitraries.just(true)), Tuple.of(1, Arbitraries.just(false))))
            .as(Node::new);
    return nodes.list().ofMinSize(1).ofMaxSize(40).map(FingerRoutingPropertiesTest::view);
  }

  private static View view(List<Node> nodes) {
    var members = new ArrayList<Member>();
    for (int i = 0; i < nodes.size(); i++) {
      NodeId id = NodeId.of("node_" + (3000 + i));
      var tokens =
          TokenAllocator.hashed(4).tokensFor(id, "", nodes.get(i).weight, HashRing.empty());
      members.add(
          new Member(
              id,
              1,
              id + ":1",
              id + ":2",
              "",
              nodes.get(i).weight,
              Member.Standing.IN,
              nodes.get(i).up,
              tokens));
    }
    HashRing ring = Placement.ringOf(members);
    var ranges =
        ring.tokens().stream()
            .map(
                token ->
                    new Range(token, ring.placement(token, 2), List.of(), new Epoch(1), List.of()))
            .toList();
    return new View(new Epoch(2), 2, "md5", members, ranges);
  }

  @Property(tries = 30)
  void fromEveryNodeTheWayEndsAtTheHeadOfTheKeyOverNodesThatAreUp(
      @ForAll("views") View view, @ForAll("keys") String key) {
    NodeId head = view.rangeOf(Hashing.md5().hash(Key.of(key).bytes())).orElseThrow().head();
    int living = view.living().size();
    int bound = 32 - Integer.numberOfLeadingZeros(Math.max(0, living - 1));
    KeyPlace place = KeyPlace.of(Key.of(key), view, Placement.of(view));

    for (NodeId from : view.living()) {
      KeyPlace found = place.withWay(from, view);

      if (!view.living().contains(head)) {
        assertThat(found.way()).isNull();
        assertThat(found.why()).endsWith("No finger leads to " + head + ", which is not up.");
        continue;
      }
      assertThat(found.way()).isNotNull();
      assertThat(found.way().path())
          .startsWith(from.value())
          .endsWith(head.value())
          .isSubsetOf(RingDocument.names(view.living()));
      assertThat(found.way().hops())
          .isEqualTo(found.way().path().size() - 1)
          .isLessThanOrEqualTo(bound);
    }
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.integers().between(0, 100_000).map(i -> "key" + i);
  }

  @Property(tries = 30)
  void fingersAreToldWithTheirAddresses(@ForAll("views") View view) {
    for (NodeId self : view.living()) {
      FingersDocument all = FingersDocument.of(self, view, true);

      assertThat(all.node()).isEqualTo(self.value());
      assertThat(all.fingers())
          .hasSize(128)
          .allSatisfy(
              finger -> {
                assertThat(finger.address()).isEqualTo(finger.node() + ":1");
                assertThat(view.living()).contains(NodeId.of(finger.node()));
              });
      assertThat(FingersDocument.of(self, view, false).fingers())
          .hasSizeLessThanOrEqualTo(view.living().size());
    }
  }
}
