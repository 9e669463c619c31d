package dev.rondel.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** The ring's binary search and numbers, against walking over all tokens. */
@Domain(Rings.class)
@Domain(DomainContext.Global.class)
class HashRingPropertiesTest {

  @Property
  void ownerIsFoundByAScan(@ForAll HashRing ring, @ForAll Token token) {
    NodeId scanned = clockwise(ring, token).getFirst().id();

    assertThat(ring.owner(token)).contains(scanned);
  }

  @Property
  void aTokenOfTheRingBelongsToItsOwnNode(@ForAll HashRing ring) {
    for (RingNode node : ring.nodes().values()) {
      assertThat(node.tokens())
          .allSatisfy(token -> assertThat(ring.owner(token)).contains(node.id()));
    }
  }

  @Property
  void arcHoldsTheTokenAndEndsAtItsOwners(@ForAll HashRing ring, @ForAll Token token) {
    TokenRange arc = ring.arcOf(token).orElseThrow();

    assertThat(arc.contains(token)).isTrue();
    assertThat(ring.tokens()).contains(arc.after(), arc.to());
    assertThat(ring.tokens().stream().filter(arc::contains)).containsExactly(arc.to());
  }

  @Property
  void successorsAreTheFirstDistinctNodes(
      @ForAll HashRing ring, @ForAll Token token, @ForAll @IntRange(max = 9) int count) {
    List<NodeId> scanned =
        clockwise(ring, token).stream().map(RingNode::id).distinct().limit(count).toList();

    assertThat(ring.successors(token, count)).isEqualTo(scanned).doesNotHaveDuplicates();
  }

  @Property
  void placementTakesNewZonesFirstAndThenFillsUp(
      @ForAll HashRing ring, @ForAll Token token, @ForAll @IntRange(min = 1, max = 9) int copies) {
    List<RingNode> nodes = clockwise(ring, token).stream().distinct().toList();
    var zones = new HashSet<String>();
    List<RingNode> ofNewZones =
        nodes.stream().filter(node -> node.zone().isEmpty() || zones.add(node.zone())).toList();
    List<RingNode> others = nodes.stream().filter(node -> !ofNewZones.contains(node)).toList();

    assertThat(ring.placement(token, copies))
        .isEqualTo(
            Stream.concat(ofNewZones.stream(), others.stream())
                .limit(copies)
                .map(RingNode::id)
                .toList());
  }

  @Property
  void oneMoreCopyAddsANodeAtTheEnd(
      @ForAll HashRing ring, @ForAll Token token, @ForAll @IntRange(min = 1, max = 8) int copies) {
    List<NodeId> more = ring.placement(token, copies + 1);

    assertThat(ring.placement(token, copies))
        .isEqualTo(more.subList(0, Math.min(copies, more.size())));
  }

  @Property
  void neighboursAreTheNextOtherNodesEitherWay(@ForAll HashRing ring, @ForAll Token token) {
    List<RingNode> clockwise = clockwise(ring, token);
    RingNode owner = clockwise.getFirst();

    assertThat(ring.successor(token)).isEqualTo(firstOther(clockwise, owner));
    assertThat(ring.predecessor(token)).isEqualTo(firstOther(clockwise.reversed(), owner));
  }

  @Property
  void sharesAreTheSumsOfTheArcs(
      @ForAll HashRing ring, @ForAll @IntRange(min = 1, max = 4) int copies) {
    var sums = new TreeMap<NodeId, Double>();
    for (Token token : ring.tokens()) {
      double share = ring.arcOf(token).orElseThrow().share();
      ring.placement(token, copies).forEach(id -> sums.merge(id, share, Double::sum));
    }

    assertThat(ring.replicaShares(copies))
        .allSatisfy(
            (id, share) -> assertThat(share).isCloseTo(sums.getOrDefault(id, 0.0), within(1e-12)));
    assertThat(ring.replicaShares(copies).values().stream().mapToDouble(share -> share).sum())
        .isCloseTo(Math.min(copies, ring.nodes().size()), within(1e-12));
  }

  @Property
  void joiningMovesOnlyTheRangesBeforeTheNewTokens(
      @ForAll HashRing ring, @ForAll Token point, @ForAll Token token) {
    if (ring.tokens().contains(point)) {
      return;
    }
    NodeId joining = NodeId.of("joining");

    HashRing joined = ring.with(RingNode.of(joining, List.of(point)));

    boolean moves = joined.arcOf(point).orElseThrow().contains(token);
    assertThat(joined.owner(token)).isEqualTo(moves ? Optional.of(joining) : ring.owner(token));
    assertThat(joined.without(joining)).isEqualTo(ring);
  }

  /**
   * The nodes of all tokens, in the order in which they are met from {@code token} on; by a scan.
   */
  private static List<RingNode> clockwise(HashRing ring, Token token) {
    var owners = new TreeMap<Token, RingNode>();
    ring.nodes().values().forEach(node -> node.tokens().forEach(own -> owners.put(own, node)));
    var met = new ArrayList<RingNode>();
    owners.forEach((own, node) -> addIf(own.compareTo(token) >= 0, met, node));
    owners.forEach((own, node) -> addIf(own.compareTo(token) < 0, met, node));
    return met;
  }

  private static void addIf(boolean condition, List<RingNode> met, RingNode node) {
    if (condition) {
      met.add(node);
    }
  }

  private static Optional<NodeId> firstOther(List<RingNode> met, RingNode owner) {
    return met.stream().filter(node -> !node.equals(owner)).map(RingNode::id).findFirst();
  }
}
