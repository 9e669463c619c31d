package dev.rondel.shell.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.shell.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterPlanTest {

  private static final ClusterState STOPPED =
      ClusterState.of(
          3,
          ServerState.coordinator(9000),
          List.of(ServerState.node(4000), ServerState.node(4002, 2.0, "b")));

  private static ClusterPlan plan(@Nullable Integer nodes, @Nullable Integer replicas) {
    return new ClusterPlan(nodes, replicas, null, null);
  }

  @Test
  void tenNodesAndTwoCopiesWhereNothingIsSaid() {
    ClusterState fresh = plan(null, null).fresh();

    assertThat(fresh.replicas()).isEqualTo(2);
    assertThat(fresh.coordinator().port()).isEqualTo(9999);
    assertThat(fresh.nodes())
        .extracting(ServerState::port)
        .containsExactly(3000, 3001, 3002, 3003, 3004, 3005, 3006, 3007, 3008, 3009);
  }

  @Test
  void aStoppedClusterStartsAsItWas() {
    assertThat(plan(null, null).resuming(STOPPED)).isEqualTo(STOPPED);
  }

  @Test
  void moreNodesFollowTheLastOne() {
    assertThat(plan(4, null).resuming(STOPPED).nodes())
        .extracting(ServerState::port)
        .containsExactly(4000, 4002, 4003, 4004);
    assertThat(ClusterPlan.next(STOPPED, 0.5, "c")).isEqualTo(ServerState.node(4003, 0.5, "c"));
  }

  @Test
  void theCoordinatorMayMove() {
    var moved = new ClusterPlan(null, null, 9100, null).resuming(STOPPED);

    assertThat(moved.coordinator().port()).isEqualTo(9100);
    assertThat(moved.nodes()).isEqualTo(STOPPED.nodes());
  }

  @Test
  void whatAStartCannotChangeIsRefused() {
    assertThatThrownBy(() -> plan(1, null).resuming(STOPPED))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("rondel remove");
    assertThatThrownBy(() -> plan(null, 2).resuming(STOPPED)).hasMessageContaining("--replicas 3");
    assertThatThrownBy(() -> new ClusterPlan(null, null, null, 3000).resuming(STOPPED))
        .hasMessageContaining("begin at port 4000");
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> plan(0, null))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("--nodes");
    assertThatThrownBy(() -> plan(101, null)).hasMessageContaining("--nodes");
    assertThatThrownBy(() -> plan(null, 0)).hasMessageContaining("--replicas");
    assertThatThrownBy(() -> plan(null, 8)).hasMessageContaining("--replicas");
  }
}
