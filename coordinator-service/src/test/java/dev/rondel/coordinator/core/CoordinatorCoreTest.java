package dev.rondel.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.coordinator.core.Verdict.Code;
import dev.rondel.coordinator.core.Verdict.Declined;
import dev.rondel.coordinator.membership.Hello;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.Placement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the coordinator says to whom, as text. A session has the number of its incarnation. */
class CoordinatorCoreTest extends CoreScenario {

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

  /** Its session stayed open all the while, as where packets are lost and connections are not. */
  @Test
  void aNodeThatIsHeardAgainOnItsOldSessionGetsTheViewBeforeALease() {
    begin("a", "b");
    for (int i = 0; i < 26; i++) {
      pass(Duration.ofMillis(100));
      beat("b", 2);
      core.plan();
    }
    assertThat(chains()).containsOnly(List.of(NodeId.of("b")));
    beat("b", 2);
    core.plan();
    said();

    beat("a", 1);
    core.plan();

    long epoch = core.view().epoch().value();
    assertThat(said())
        .isEqualTo(
            "lease %d to 1, publish %d, view %d to 1, view %d to 2"
                .formatted(epoch - 1, epoch, epoch, epoch));
    assertThat(core.view().ranges()).allMatch(range -> range.line().contains(NodeId.of("a")));
    converge();
    assertThat(chains()).allMatch(chain -> chain.size() == 2);
  }

  /** The node gave its silent session up, and the coordinator has not heard of that end. */
  @Test
  void aSecondSessionOfTheSameProcessTakesThePlaceOfTheFirst() {
    begin("a", "b");
    core.hello(7, new Hello(NodeId.of("a"), 1, "a:1", "a:1", "", 1, true, 1), now);
    core.plan();
    assertThat(said()).isEqualTo("end 1, view 1 to 7");

    core.disconnected(1, NodeId.of("a"), now);
    beat("a", 7);

    assertThat(said()).isEqualTo("lease 1 to 7");
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
    core.plan();
    assertThat(replaced()).isEmpty();
    pass(Duration.ofSeconds(2));
    core.plan();
    assertThat(replaced()).containsExactly(NodeId.of("a"));
    converge();
    assertThat(chains()).allMatch(chain -> chain.size() == 2 && !chain.contains(NodeId.of("a")));
    assertThat(Placement.of(core.view())).isEqualTo(core.target());
    hello("a", 11);
    core.plan();
    assertThat(replaced()).isEmpty();
  }

  /** What was replaced stays so over a restart of the coordinator: the view says it. */
  @Test
  void aReplacedNodeStaysReplacedWhenTheCoordinatorStartsAgain() {
    begin("a", "b", "c");
    kill("a");
    pass(Duration.ofSeconds(31));
    converge();

    startAgain();

    assertThat(core.target().ring().nodes()).hasSize(2);
    hello("b", 2);
    hello("c", 3);
    hello("a", 11);
    assertThat(core.target().ring().nodes()).hasSize(3);
  }

  @Test
  void nobodyIsReplacedWhenMostAreGone() {
    begin("a", "b", "c");
    for (String node : List.of("a", "b")) {
      core.disconnected(member(node).incarnation(), NodeId.of(node), now);
      core.refused(NodeId.of(node), member(node).incarnation());
    }
    pass(Duration.ofSeconds(60));
    core.plan();
    assertThat(replaced()).isEmpty();
  }

  @Test
  void nobodyIsReplacedWhenMostAreGoneOneAfterTheOther() {
    begin("a", "b", "c");
    for (String node : List.of("a", "b")) {
      core.disconnected(member(node).incarnation(), NodeId.of(node), now);
      core.refused(NodeId.of(node), member(node).incarnation());
      pass(Duration.ofSeconds(5));
    }
    pass(Duration.ofSeconds(26));
    core.plan();
    assertThat(replaced()).isEmpty();
    pass(Duration.ofSeconds(60));
    core.plan();
    assertThat(replaced()).isEmpty();
  }
}
