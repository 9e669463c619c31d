package dev.rondel.coordinator.redistribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenAllocator;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Member.Standing;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever happens in whatever order: the rules hold after every step, and in quiet the chains
 * become the placement.
 */
class PlannerRulesTest {

  private static final int NODES = 6;
  private static final int CONCURRENCY = 2;

  enum Kind {
    JOIN,
    DRAIN,
    FAIL,
    HEAR_AGAIN,
    RESTART,
    STOP_ACKNOWLEDGING,
    REPLACE,
    GIVE_UP,
    REWEIGH,
    REPLICATE,
    REPORT_SOME,
    REPORT_ALL,
    STEP
  }

  /** What happens, to which node, with what number in it. */
  record Event(Kind kind, int node, int number) {}

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.of(Kind.values())),
            Tuple.of(5, Arbitraries.of(Kind.REPORT_SOME, Kind.REPORT_ALL, Kind.STEP)));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, NODES - 1),
            Arbitraries.integers().between(0, 1_000))
        .as(Event::new)
        .list()
        .ofMaxSize(80);
  }

  @Property(tries = 500)
  void rulesHoldAfterEveryStepAndAllConverges(@ForAll("events") List<Event> events) {
    var cluster = new FakeCluster(2, CONCURRENCY, TokenAllocator.hashed(3));
    cluster.join("n0");
    for (Event event : events) {
      happen(cluster, event);
      checkedStep(cluster);
    }
    inQuiet(cluster);
    assertThat(FakeCluster.text(cluster.view())).isEqualTo(placed(cluster));
  }

  private static void happen(FakeCluster cluster, Event event) {
    String name = "n" + event.node();
    NodeId node = NodeId.of(name);
    Member member = cluster.registry().find(node).orElse(null);
    if (member == null && event.kind() != Kind.JOIN) {
      return;
    }
    switch (event.kind()) {
      case JOIN -> cluster.join(name);
      case DRAIN -> {
        if (!cluster.registry().isLastIn(node)) {
          cluster.drain(name);
        }
      }
      case FAIL -> cluster.fail(name);
      case HEAR_AGAIN -> cluster.hearAgain(name);
      case RESTART -> cluster.start(name);
      case STOP_ACKNOWLEDGING -> cluster.failed.add(node);
      case REPLACE -> {
        if (cluster.registry().find(node).filter(Member::up).isEmpty()) {
          cluster.registry().replace(node);
        }
      }
      case GIVE_UP -> {
        if (cluster.registry().find(node).filter(Member::up).isEmpty()) {
          cluster.giveUp(name);
        }
      }
      case REWEIGH ->
          cluster.registry().adjust(node, 1 + event.number() % 3, "zone" + event.number() % 2);
      case REPLICATE -> cluster.replicate(1 + event.number() % 4);
      case REPORT_SOME -> cluster.report(report -> (report.hashCode() + event.number()) % 3 == 0);
      case REPORT_ALL -> cluster.reportAll();
      case STEP -> {}
    }
  }

  private static void checkedStep(FakeCluster cluster) {
    View before = cluster.view();
    Situation situation = cluster.situation();
    cluster.step().ifPresent(after -> new Rules(before, situation, after).check());
  }

  private static void inQuiet(FakeCluster cluster) {
    for (Member member : cluster.registry().members()) {
      cluster.start(member.id().value());
    }
    for (int steps = 0; ; steps++) {
      cluster.reportAll();
      View before = cluster.view();
      checkedStep(cluster);
      if (cluster.view().epoch().equals(before.epoch())) {
        return;
      }
      assertThat(steps).as("steps to converge").isLessThan(1_000);
    }
  }

  /** What the view should look like, computed the obvious way: every token with its placement. */
  private static String placed(FakeCluster cluster) {
    View view = cluster.view();
    assertThat(view.members()).extracting(Member::standing).doesNotContain(Standing.DRAINING);
    List<Range> ranges =
        cluster.target().ring().tokens().stream()
            .map(
                token ->
                    new Range(
                        token,
                        cluster.target().replicas(token),
                        List.of(),
                        view.rangeOf(token).orElseThrow().chainEpoch(),
                        List.of()))
            .toList();
    return FakeCluster.text(
        new View(view.epoch(), view.replicationFactor(), view.hash(), view.members(), ranges));
  }

  /** The rules of DESIGN section 2, checked on one step by looking at every piece of the ring. */
  private record Rules(View before, Situation situation, View after) {

    void check() {
      assertThat(after.epoch()).isEqualTo(before.epoch().next());
      if (before.ranges().isEmpty()) {
        return;
      }
      var edges = new TreeSet<Token>();
      before.ranges().forEach(range -> edges.add(range.token()));
      after.ranges().forEach(range -> edges.add(range.token()));
      for (Token edge : edges) {
        Range old = before.rangeOf(edge).orElseThrow();
        Range now = after.rangeOf(edge).orElseThrow();
        if (now.emptyBefore().equals(after.epoch())) {
          onlyWhatWasGivenUpBeginsEmpty(old, now);
          continue;
        }
        assertThat(now.emptyBefore()).isIn(isOpen(old) ? Epoch.ZERO : old.emptyBefore());
        somebodyStays(old, now);
        onlyThoseWhoCaughtUpServe(old, now);
        changesAreNumberedAndFenced(old, now);
        unsettledRangesStayUnlessAFailureForcesThem(old, now);
        restartedNodesLeave(old, now);
      }
      copiesAreBounded();
    }

    private void onlyWhatWasGivenUpBeginsEmpty(Range old, Range now) {
      assertThat(situation.givenUp()).containsAll(old.chain());
      assertThat(now.chain()).hasSize(1).allMatch(this::isUp);
      assertThat(now.learners()).isEmpty();
      assertThat(now.chainEpoch()).isEqualTo(after.epoch());
      var toFence = new HashSet<>(old.previous());
      toFence.addAll(old.line());
      toFence.removeAll(situation.givenUp());
      assertThat(now.previous())
          .containsAll(toFence)
          .doesNotContainAnyElementsOf(situation.givenUp());
    }

    private void somebodyStays(Range old, Range now) {
      assertThat(now.chain()).as("one of %s stays", old).containsAnyElementsOf(old.chain());
      if (old.chain().stream().anyMatch(this::isHealthy)) {
        assertThat(now.chain())
            .as("a healthy one of %s stays", old)
            .anyMatch(node -> old.chain().contains(node) && isHealthy(node));
      } else if (old.chain().stream().noneMatch(this::isUp)) {
        assertThat(now.chain()).as("the dead stay").isEqualTo(old.chain());
      }
    }

    private void onlyThoseWhoCaughtUpServe(Range old, Range now) {
      var added = new HashSet<>(now.chain());
      old.chain().forEach(added::remove);
      for (NodeId node : added) {
        assertThat(old.learners()).contains(node);
        assertThat(situation.reports().caughtUp())
            .contains(new Reports.Report(node, old.token(), old.chainEpoch()));
      }
    }

    private void changesAreNumberedAndFenced(Range old, Range now) {
      boolean sameLine = now.chain().equals(old.chain()) && now.learners().equals(old.learners());
      if (!sameLine) {
        assertThat(now.chainEpoch()).isEqualTo(after.epoch());
      }
      if (now.chainEpoch().equals(after.epoch())) {
        assertThat(now.previous()).containsAll(old.line());
        if (!isOpen(old)) {
          assertThat(now.previous()).startsWith(old.previous().toArray(NodeId[]::new));
        }
      } else {
        assertThat(now.chainEpoch()).isEqualTo(old.chainEpoch());
        assertThat(now.previous()).isEqualTo(isOpen(old) ? List.of() : old.previous());
      }
    }

    private void unsettledRangesStayUnlessAFailureForcesThem(Range old, Range now) {
      if (!isOpen(old) && old.line().stream().allMatch(this::isHealthy)) {
        assertThat(now.chainEpoch()).isEqualTo(old.chainEpoch());
      }
    }

    private void restartedNodesLeave(Range old, Range now) {
      for (NodeId node : old.chain()) {
        if (hasRestarted(node) && now.chain().contains(node)) {
          assertThat(now.chainEpoch()).isEqualTo(after.epoch());
          assertThat(old.chain()).as("nobody better than %s", node).noneMatch(this::isHealthy);
        }
      }
    }

    private void copiesAreBounded() {
      for (Member member : after.members()) {
        long now = copies(after, member.id());
        if (now > CONCURRENCY) {
          assertThat(now)
              .as("copies to %s only grow by cuts", member.id())
              .isLessThanOrEqualTo(cutCopies(member.id()));
        }
      }
    }

    private static long copies(View view, NodeId node) {
      return view.ranges().stream().filter(range -> range.learners().contains(node)).count();
    }

    private long cutCopies(NodeId node) {
      return after.ranges().stream()
          .filter(range -> before.rangeOf(range.token()).orElseThrow().learners().contains(node))
          .count();
    }

    private boolean isOpen(Range range) {
      var report = new Reports.Report(range.head(), range.token(), range.chainEpoch());
      return range.isSettled() || situation.reports().opened().contains(report);
    }

    private boolean isUp(NodeId node) {
      return now(node).up();
    }

    private boolean hasRestarted(NodeId node) {
      return before.member(node).orElseThrow().incarnation() != now(node).incarnation();
    }

    private Member now(NodeId node) {
      return situation.members().stream()
          .filter(member -> member.id().equals(node))
          .findFirst()
          .orElseThrow();
    }

    private boolean isHealthy(NodeId node) {
      return isUp(node) && !hasRestarted(node) && !situation.failed().contains(node);
    }
  }
}
