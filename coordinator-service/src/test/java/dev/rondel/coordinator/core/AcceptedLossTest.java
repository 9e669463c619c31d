package dev.rondel.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.coordinator.core.Verdict.Code;
import dev.rondel.coordinator.core.Verdict.Declined;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Epoch;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which nodes an operator may give up, and what becomes of their ranges. */
final class AcceptedLossTest extends CoreScenario {

  @Test
  void onlyNodesThatAreDownAndHaveWhatNobodyElseHasCanBeGivenUp() {
    begin("a", "b", "c");
    assertDeclined(Code.UNKNOWN_NODE, "nobody");
    assertDeclined(Code.NODE_UP, "a");
    kill("a");
    core.plan();
    assertDeclined(Code.NOTHING_LOST, "a");
    assertDeclined(Code.NODE_UP, "a", "b");
    kill("b");
    kill("c");
    converge();
    assertDeclined(Code.NOBODY_UP, "a", "b", "c");
    assertThat(core.wantsPlan()).isFalse();
  }

  private void assertDeclined(Code code, String... nodes) {
    Set<NodeId> ids = Stream.of(nodes).map(NodeId::of).collect(Collectors.toSet());
    for (Verdict verdict : List.of(core.loss(ids), core.acceptLoss(ids))) {
      assertThat(verdict)
          .isInstanceOfSatisfying(
              Declined.class, declined -> assertThat(declined.code()).isEqualTo(code));
    }
  }

  @Test
  void anAcceptedLossIsToldBeforeAndLogged() {
    begin("a", "b", "c");
    kill("a");
    kill("b");
    core.plan();
    Set<NodeId> nodes = Set.of(NodeId.of("a"), NodeId.of("b"));
    long lost =
        core.view().ranges().stream().filter(range -> nodes.containsAll(range.chain())).count();
    assertThat(lost).isPositive();
    core.takeCommands();

    assertThat(core.loss(nodes)).isInstanceOf(Verdict.Lost.class);
    assertThat(core.takeCommands()).isEmpty();
    assertThat(core.acceptLoss(nodes))
        .isInstanceOfSatisfying(
            Verdict.Lost.class, verdict -> assertThat(verdict.loss().parts()).hasSize((int) lost));
    core.plan();

    assertThat(core.view().ranges()).allMatch(range -> range.chain().contains(NodeId.of("c")));
    assertThat(replaced()).containsExactlyElementsOf(nodes.stream().sorted().toList());
    String told = core.takeCommands().toString();
    assertThat(told).contains("an operator gives up");
    core.view().ranges().stream()
        .filter(range -> !range.emptyBefore().equals(Epoch.ZERO))
        .forEach(range -> assertThat(told).contains(range.token() + "] begins empty at c"));
  }

  @Test
  void aNodeThatIsHeardBeforeItsLossIsPlannedIsNotGivenUp() {
    begin("a", "b");
    kill("a");
    core.plan();
    beat("b", 2);
    core.plan();
    kill("b");
    hello("a", 11);
    core.plan();
    assertThat(chains()).containsOnly(List.of(NodeId.of("b")));

    assertThat(core.acceptLoss(Set.of(NodeId.of("b")))).isInstanceOf(Verdict.Lost.class);
    hello("b", 2);
    core.plan();

    assertThat(chains()).containsOnly(List.of(NodeId.of("b")));
    assertThat(replaced()).isEmpty();
  }
}
