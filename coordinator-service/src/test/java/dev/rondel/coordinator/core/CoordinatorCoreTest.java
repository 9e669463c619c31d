package dev.rondel.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.coordinator.core.Verdict.Code;
import dev.rondel.coordinator.core.Verdict.Declined;
import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.coordinator.membership.Hello;
import dev.rondel.coordinator.redistribution.Reports;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.TokenAllocator;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the coordinator says to whom, as text. A session has the number of its incarnation. */
class CoordinatorCoreTest {

  private static final CoreSettings SETTINGS =
      new CoreSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          8,
          TokenAllocator.hashed(1));

  private long now = Duration.ofDays(1).toNanos();
  private CoordinatorCore core = new CoordinatorCore(SETTINGS, View.empty(2, "md5"), Set.of(), now);

  @Test
  void aViewIsPublishedBeforeItIsSentAndNoLeaseComesBeforeIt() {
    hello("a", 1);
    beat("a", 1);
    assertThat(said()).isEmpty();
    core.plan();
    assertThat(said()).isEqualTo("publish 1, view 1 to 1");
    beat("a", 1);
    assertThat(said()).isEqualTo("lease 1 to 1");
  }

  @Test
  void aRestartedNodeGetsNoLeaseBeforeTheViewThatKnowsIt() {
    begin("a", "b");
    hello("a", 11);
    beat("a", 11);
    assertThat(said()).isEqualTo("end 1");
    core.plan();
    assertThat(said()).isEqualTo("publish 2, view 2 to 11, view 2 to 2");
    assertThat(chains()).containsOnly(List.of(NodeId.of("b")));
  }

  @Test
  void aProcessAtAnotherAddressIsRefusedWhileTheFirstIsThere() {
    begin("a");
    hello("a", 11, "elsewhere:1");
    assertThat(said()).isEqualTo("refuse 11 duplicate-node");
    hello("a", 0, "a:1");
    assertThat(said()).isEqualTo("refuse 0 duplicate-node");
  }

  @Test
  void aProcessAtAnotherAddressWaitsUntilTheLeaseOfTheFirstHasRunOut() {
    begin("a");
    core.disconnected(1, NodeId.of("a"), now);
    hello("a", 11, "elsewhere:1");
    assertThat(said()).isEqualTo("probe a:1");
    pass(Duration.ofSeconds(2));
    assertThat(core.heartbeats()).isEmpty();
    pass(Duration.ofMillis(700));
    assertThat(core.heartbeats()).containsOnlyKeys(NodeId.of("a"));
  }

  @Test
  void aRefusalCountsOnlyForTheProcessThatWasProbedAndHasNoSession() {
    begin("a", "b");
    core.refused(NodeId.of("a"), 1);
    assertThat(core.wantsPlan()).isFalse();
    core.disconnected(1, NodeId.of("a"), now);
    core.refused(NodeId.of("a"), 99);
    assertThat(core.wantsPlan()).isFalse();
    core.refused(NodeId.of("a"), 1);
    core.plan();
    assertThat(member("a").up()).isFalse();
    assertThat(chains()).containsOnly(List.of(NodeId.of("b")));
  }

  @Test
  void aSilentNodeIsMarkedDownAfterItsLeaseAndHeardAgain() {
    begin("a", "b");
    for (int i = 0; i < 26; i++) {
      assertThat(member("a").up()).isTrue();
      pass(Duration.ofMillis(100));
      beat("b", 2);
      core.plan();
    }
    assertThat(member("a").up()).isFalse();
    beat("a", 1);
    core.plan();
    assertThat(member("a").up()).isTrue();
  }

  @Test
  void afterAStartNobodyLeavesForOneWhoseFateIsUnknown() {
    begin("a", "b");
    startAgain();
    hello("a", 11);
    core.plan();
    assertThat(chains()).allMatch(chain -> chain.size() == 2);
    assertThat(core.heartbeats()).isEmpty();

    pass(Duration.ofMillis(2_700)); // b never comes back
    core.plan();
    assertThat(chains()).containsOnly(List.of(NodeId.of("a")));
  }

  @Test
  void afterAStartTheProcessesThatRanOnAreTakenAtOnce() {
    begin("a", "b");
    startAgain();
    hello("a", 1);
    hello("b", 2);
    said();
    core.plan();
    assertThat(said()).isEqualTo("view 1 to 1, view 1 to 2");
  }

  @Test
  void aCoordinatorThatKnowsLessThanANodeIsRefused() {
    core.hello(1, new Hello(NodeId.of("a"), 1, "a:2", "a:1", "", 1, true, 7), now);
    assertThat(said()).isEqualTo("refuse 1 coordinator-behind");
  }

  @Test
  void theLastNodeCannotLeave() {
    begin("a", "b");
    assertThat(core.drain(NodeId.of("a"))).isInstanceOf(Verdict.Accepted.class);
    assertThat(core.drain(NodeId.of("b")))
        .isInstanceOfSatisfying(
            Declined.class, declined -> assertThat(declined.code()).isEqualTo(Code.LAST_NODE));
  }

  @Test
  void aNodeThatIsOutStaysOutWhenItRestarts() {
    begin("a", "b");
    var _ = core.drain(NodeId.of("a"));
    converge();
    assertThat(member("a").standing()).isEqualTo(Member.Standing.OUT);
    hello("a", 11);
    core.plan();
    assertThat(member("a").standing()).isEqualTo(Member.Standing.OUT);
  }

  @Test
  void aNodeThatStaysAwayIsReplacedUntilItReturns() {
    begin("a", "b", "c");
    core.disconnected(1, NodeId.of("a"), now);
    core.refused(NodeId.of("a"), 1);
    pass(Duration.ofSeconds(29));
    assertThat(core.replaced()).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(core.replaced()).containsExactly(NodeId.of("a"));
    converge();
    assertThat(chains()).allMatch(chain -> chain.size() == 2 && !chain.contains(NodeId.of("a")));
    hello("a", 11);
    pass(Duration.ofMillis(100));
    assertThat(core.replaced()).isEmpty();
  }

  @Test
  void nobodyIsReplacedWhenMostAreGone() {
    begin("a", "b", "c");
    for (String node : List.of("a", "b")) {
      core.disconnected(member(node).incarnation(), NodeId.of(node), now);
      core.refused(NodeId.of(node), member(node).incarnation());
    }
    pass(Duration.ofSeconds(60));
    assertThat(core.replaced()).isEmpty();
  }

  // ---- the nodes --------------------------------------------------------------------------------

  /** Nodes with the incarnations and sessions 1, 2, …, and a ring that has settled. */
  private void begin(String... nodes) {
    for (int i = 0; i < nodes.length; i++) {
      hello(nodes[i], i + 1);
    }
    converge();
    said();
  }

  private void startAgain() {
    core = new CoordinatorCore(SETTINGS, core.view(), core.replaced(), now);
  }

  private void hello(String node, long incarnation) {
    hello(node, incarnation, node + ":1");
  }

  private void hello(String node, long incarnation, String address) {
    core.hello(
        incarnation,
        new Hello(NodeId.of(node), incarnation, address, address, "", 1, true, 0),
        now);
  }

  private void beat(String node, long session) {
    NodeId id = NodeId.of(node);
    var opened = new HashSet<Reports.Report>();
    var caughtUp = new HashSet<Reports.Report>();
    for (Range range : core.view().ranges()) {
      var report = new Reports.Report(id, range.token(), range.chainEpoch());
      if (range.head().equals(id)) {
        opened.add(report);
      }
      if (range.learners().contains(id)) {
        caughtUp.add(report);
      }
    }
    core.heartbeat(
        session,
        id,
        new Heartbeat(1, 0, new Reports(opened, caughtUp), List.of(), Set.of(), 0, 0, false),
        now);
  }

  private void converge() {
    do {
      core.plan();
      for (NodeId node : core.heartbeats().keySet()) {
        beat(node.value(), member(node.value()).incarnation());
      }
      core.plan();
    } while (core.wantsPlan());
  }

  /**
   * Time goes by in ticks. In a short while everybody is silent; in a long one the sessions go on.
   */
  private void pass(Duration time) {
    long end = now + time.toNanos();
    while (now < end) {
      now += Duration.ofMillis(100).toNanos();
      if (time.compareTo(Duration.ofSeconds(5)) > 0) {
        core.heartbeats()
            .keySet()
            .forEach(node -> beat(node.value(), member(node.value()).incarnation()));
      }
      core.tick(now);
    }
  }

  private Member member(String node) {
    return core.view().member(NodeId.of(node)).orElseThrow();
  }

  private Set<List<NodeId>> chains() {
    return core.view().ranges().stream().map(Range::chain).collect(Collectors.toSet());
  }

  private String said() {
    return core.takeCommands().stream()
        .filter(command -> !(command instanceof Command.Note))
        .map(
            command ->
                switch (command) {
                  case Command.Publish publish -> "publish " + publish.view().epoch();
                  case Command.SendView(long session, View view) ->
                      "view %s to %d".formatted(view.epoch(), session);
                  case Command.SendLease(long session, long _, long epoch) ->
                      "lease %d to %d".formatted(epoch, session);
                  case Command.Refuse(long session, String code, String _) ->
                      "refuse %d %s".formatted(session, code);
                  case Command.End(long session) -> "end " + session;
                  case Command.Probe probe -> "probe " + probe.address();
                  case Command.Note(String text) -> text;
                })
        .collect(Collectors.joining(", "));
  }
}
