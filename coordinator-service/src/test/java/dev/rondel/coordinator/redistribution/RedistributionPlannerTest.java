package dev.rondel.coordinator.redistribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.ring.NodeId;
import dev.rondel.view.Member.Standing;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Stories of small rings. A line is a range: its arc, the chain, +learners, the chain epoch, who is
 * not fenced yet.
 */
class RedistributionPlannerTest {

  private final FakeCluster cluster =
      FakeCluster.withTokens(2, Map.of("a", "00\n80", "b", "40", "c", "c0"));

  @Test
  void theFirstNodesBeginAsMembers() {
    cluster.join("a");
    cluster.join("b");
    assertThat(cluster.converge())
        .isEqualTo(
            """
            view 1
              (80..00] a b @1
              (00..40] b a @1
              (40..80] a b @1
            """);
  }

  @Test
  void aJoiningNodeLearnsBeforeItServes() {
    begin("a", "b");
    cluster.join("c");
    assertThat(cluster.converge())
        .isEqualTo(
            """
            view 2
              (c0..00] a b @1
              (00..40] b a @1
              (40..80] a b +c @2 was a b
              (80..c0] a b +c @2 was a b
            view 3
              (c0..00] a b @1
              (00..40] b a @1
              (40..80] a c @3 was a b c
              (80..c0] c a @3 was a b c
            view 4
              (c0..00] a b @1
              (00..40] b a @1
              (40..80] a c @3
              (80..c0] c a @3
            """);
  }

  @Test
  void aLearnerThatHasCaughtUpWaitsUntilTheHeadHasOpenedTheRange() {
    begin("a", "b");
    cluster.join("c");
    cluster.step();
    cluster.report(report -> report.node().equals(NodeId.of("c")));
    assertThat(cluster.step()).isEmpty();
  }

  @Test
  void aDrainingNodeStaysUntilOthersHaveItsRanges() {
    begin("a", "b", "c");
    cluster.drain("c");
    assertThat(cluster.converge())
        .isEqualTo(
            """
            view 2
              (c0..00] a b @1
              (00..40] b a @1
              (40..80] a c +b @2 was a c
              (80..c0] a c +b @2 was c a
            view 3
              (c0..00] a b @1
              (00..40] b a @1
              (40..80] a b @3 was a c b
              (80..c0] a b @3 was a c b
            view 4
              (80..00] a b @4 was a b
              (00..40] b a @1
              (40..80] a b @3
            view 5
              (80..00] a b @4
              (00..40] b a @1
              (40..80] a b @3
            """);
    assertThat(cluster.view().member(NodeId.of("c")).orElseThrow().standing())
        .isEqualTo(Standing.OUT);
  }

  @Test
  void aFailedNodeLeavesWhereAnotherStaysAndLearnsWhenItIsBack() {
    begin("a", "b");
    cluster.fail("a");
    assertThat(cluster.converge())
        .isEqualTo(
            """
            view 2
              (80..00] b @2 was a b
              (00..40] b @2 was b a
              (40..80] b @2 was a b
            view 3
              (80..00] b @2
              (00..40] b @2
              (40..80] b @2
            """);
    cluster.start("a");
    assertThat(cluster.converge())
        .isEqualTo(
            """
            view 4
              (80..00] b +a @4 was b
              (00..40] b +a @4 was b
              (40..80] b +a @4 was b
            view 5
              (80..00] a b @5 was b a
              (00..40] b a @5 was b a
              (40..80] a b @5 was b a
            view 6
              (80..00] a b @5
              (00..40] b a @5
              (40..80] a b @5
            """);
  }

  @Test
  void theLastMemberStaysThoughItIsDeadAndTheOthersMayNotTakeItsPlace() {
    begin("a", "b");
    cluster.fail("a");
    cluster.step();
    cluster.fail("b");
    cluster.start("a");
    assertThat(cluster.converge())
        .isEqualTo(
            """
            view 3
              (80..00] b @2 was a b
              (00..40] b @2 was b a
              (40..80] b @2 was a b
            """);
    cluster.hearAgain("b");
    cluster.converge();
    assertThat(FakeCluster.text(cluster.view())).contains("(80..00] a b @");
  }

  @Test
  void failuresAccumulateThoseThatAreNotFenced() {
    begin("a", "b", "c");
    cluster.replicate(3);
    cluster.reportAll();
    cluster.step();
    cluster.fail("c");
    cluster.step();
    assertThat(FakeCluster.text(cluster.view()))
        .isEqualTo(
            """
            view 3
              (c0..00] a b @3 was a b c
              (00..40] b a @3 was b a c
              (40..80] a +b @3 was a c b
              (80..c0] a +b @3 was c a b
            """);
  }

  @Test
  void whenAllHaveRestartedTheFirstOfEachChainStays() {
    begin("a", "b");
    cluster.fail("a", "b");
    assertThat(cluster.converge())
        .isEqualTo(
            """
            view 2
              (80..00] a b @1
              (00..40] b a @1
              (40..80] a b @1
            """);
    cluster.start("a");
    cluster.start("b");
    cluster.step();
    assertThat(FakeCluster.text(cluster.view()))
        .isEqualTo(
            """
            view 3
              (80..00] a @3 was a b
              (00..40] b @3 was b a
              (40..80] a @3 was a b
            """);
    cluster.converge();
    assertThat(FakeCluster.text(cluster.view()))
        .contains("(80..00] a b", "(00..40] b a", "(40..80] a b");
  }

  @Test
  void theOnlyMemberGetsANewChainEpochWhenItRestarts() {
    begin("a");
    cluster.start("a");
    assertThat(cluster.converge())
        .isEqualTo(
            """
            view 2
              (80..00] a @2 was a
              (00..80] a @2 was a
            view 3
              (80..00] a @2
              (00..80] a @2
            """);
  }

  @Test
  void aMemberThatWasOnlySilentKeepsItsRangesWhereNobodyElseHasThem() {
    begin("a");
    cluster.fail("a");
    cluster.step();
    cluster.hearAgain("a");
    assertThat(cluster.converge())
        .isEqualTo(
            """
            view 3
              (80..00] a @1
              (00..80] a @1
            """);
  }

  @Test
  void aNodeThatCannotAcknowledgeLeavesThoughItIsUp() {
    begin("a", "b");
    cluster.failed.add(NodeId.of("a"));
    cluster.step();
    assertThat(FakeCluster.text(cluster.view()))
        .isEqualTo(
            """
            view 2
              (80..00] b @2 was a b
              (00..40] b @2 was b a
              (40..80] b @2 was a b
            """);
  }

  @Test
  void aNodeThatCannotAcknowledgeGivesItsOnlyCopyAway() {
    begin("a");
    cluster.join("b");
    cluster.step();
    cluster.reportAll();
    cluster.failed.add(NodeId.of("a"));
    cluster.converge();
    assertThat(FakeCluster.text(cluster.view()))
        .contains("(80..00] b @", "(00..40] b @", "(40..80] b @");
  }

  @Test
  void aReplacedNodeGivesItsPlaceToOthersUntilItIsHeardAgain() {
    begin("a", "b", "c");
    cluster.fail("c");
    cluster.converge();
    assertThat(FakeCluster.text(cluster.view())).contains("(40..80] a @", "(80..c0] a @");
    cluster.registry().replace(NodeId.of("c"));
    cluster.converge();
    assertThat(FakeCluster.text(cluster.view())).contains("(80..00] a b @", "(40..80] a b @");
    cluster.start("c");
    cluster.converge();
    assertThat(FakeCluster.text(cluster.view())).contains("(40..80] a c @", "(80..c0] c a @");
  }

  @Test
  void whereAllMembersAreGivenUpTheRangeBeginsEmptyAtOneNodeAndOthersLearnIt() {
    begin("a", "b", "c");
    cluster.fail("a", "c");
    assertThat(cluster.converge())
        .isEqualTo(
            """
            view 2
              (c0..00] b @2 was a b
              (00..40] b @2 was b a
              (40..80] a c @1
              (80..c0] c a @1
            view 3
              (c0..00] b @2
              (00..40] b @2
              (40..80] a c @1
              (80..c0] c a @1
            """);
    cluster.giveUp("a", "c");
    assertThat(cluster.converge())
        .isEqualTo(
            """
            view 4
              (c0..40] b @4 was b
              (40..80] b @4 was b empty before 4
              (80..c0] b @4 was b empty before 4
            view 5
              (40..40] b @5 was b
            view 6
              (40..40] b @5
            """);
    cluster.start("a");
    cluster.converge();
    assertThat(FakeCluster.text(cluster.view())).contains("(80..00] a b @", "(40..80] a b @");
  }

  /** One of the two that were given up is needed: the other has the range too, and lives. */
  @Test
  void aRangeThatSomebodyElseHasIsNotTouched() {
    begin("a", "b");
    cluster.fail("a");
    cluster.giveUp("a");
    assertThat(cluster.converge()).doesNotContain("empty").contains("b @2 was");
  }

  @Test
  void theHeadOfARangeThatBeginsEmptyMayStartAgainBeforeItHasOpenedIt() {
    begin("a", "b", "c");
    cluster.fail("a", "c");
    cluster.converge();
    cluster.giveUp("a", "c");
    cluster.step();
    cluster.start("b");
    cluster.step();
    assertThat(FakeCluster.text(cluster.view()))
        .contains("(40..80] b @5 was b empty before 4", "(80..c0] b @5 was b empty before 4");
  }

  @Test
  void fewerCopiesAreTakenAwayAtOnceAndMoreAreLearned() {
    begin("a", "b");
    cluster.replicate(1);
    cluster.reportAll();
    cluster.step();
    assertThat(FakeCluster.text(cluster.view()))
        .isEqualTo(
            """
            view 2
              (80..00] a @2 was a b
              (00..40] b @2 was b a
              (40..80] a @2 was a b
            """);
    cluster.replicate(2);
    assertThat(cluster.converge()).contains("(80..00] a +b @");
  }

  private void begin(String... nodes) {
    for (String node : nodes) {
      cluster.join(node);
    }
    cluster.converge();
  }
}
