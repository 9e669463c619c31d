package dev.rondel.testbed.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.ring.NodeId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

  private static ScheduleSettings settings(Set<Fault> faults, Duration duration) {
    return new ScheduleSettings(faults, 5, 3000, 2, duration);
  }

  private static List<Planned> draw(long seed) {
    return Schedule.draw(settings(ALL, Duration.ofMinutes(5)), seed);
  }

  @Test
  void theSameSeedDrawsTheSame() {
    assertThat(draw(42)).isEqualTo(draw(42)).hasSizeGreaterThan(30);
    assertThat(draw(42)).hasToString(draw(42).toString());
    assertThat(draw(42)).isNotEqualTo(draw(43));
  }

  @Test
  void inFiveMinutesEveryKindComes() {
    LongStream.range(0, 200)
        .forEach(seed -> assertThat(Schedule.counts(draw(seed))).as("seed " + seed).hasSize(8));
  }

  @Test
  void onlyWhatWasAskedForComes() {
    var some = EnumSet.of(Fault.PAUSE, Fault.JOIN);

    List<Planned> plan = Schedule.draw(settings(some, Duration.ofMinutes(5)), 1);

    assertThat(Schedule.counts(plan).keySet()).isEqualTo(some);
  }

  @Test
  void timesGrowAndLeaveRoomForTheEnd() {
    List<Planned> plan = draw(7);

    assertThat(plan).extracting(Planned::at).isSorted();
    assertThat(plan.getLast().at()).isLessThan(Duration.ofMinutes(5).minusSeconds(10));
  }

  /** Joins and leaves are in order: a node that is not there is neither hurt nor taken away. */
  @Test
  void onlyNodesThatAreThereAreHurt() {
    LongStream.range(0, 200).forEach(seed -> checkMembers(draw(seed)));
  }

  private static void checkMembers(List<Planned> plan) {
    Set<NodeId> members = new HashSet<>();
    for (int port = 3000; port < 3005; port++) {
      members.add(NodeId.of("node_" + port));
    }
    for (Planned planned : plan) {
      switch (planned.act()) {
        case Act.Join(var node) -> assertThat(members.add(node)).as(plan.toString()).isTrue();
        case Act.Leave(var node) -> assertThat(members.remove(node)).as(plan.toString()).isTrue();
        case Act.Kill(var node, _) -> assertThat(members).contains(node);
        case Act.Pause(var node, _) -> assertThat(members).contains(node);
        case Act.FillDisk(var node, _) -> assertThat(node.value()).isIn("node_3000", "node_3001");
        case Act.CutNetwork _, Act.KillCoordinator _, Act.PauseCoordinator _, Act.RestartAll _ -> {}
      }
      assertThat(members).hasSizeBetween(4, 7);
    }
  }

  @Test
  void atMostTwoNodesAreDownPausedOrFullAtOnce() {
    LongStream.range(0, 200).forEach(seed -> checkTrouble(draw(seed)));
  }

  private static void checkTrouble(List<Planned> plan) {
    var until = new TreeMap<String, Duration>();
    for (Planned planned : plan) {
      String node =
          switch (planned.act()) {
            case Act.Kill(var its, _) -> its.value();
            case Act.Pause(var its, _) -> its.value();
            case Act.FillDisk(var its, _) -> its.value();
            case Act.CutNetwork _,
                Act.KillCoordinator _,
                Act.PauseCoordinator _,
                Act.Join _,
                Act.Leave _,
                Act.RestartAll _ ->
                "";
          };
      if (!node.isEmpty()) {
        until.values().removeIf(end -> end.compareTo(planned.at()) <= 0);
        assertThat(until.put(node, planned.at().plus(planned.act().duration()))).isNull();
        assertThat(until).hasSizeLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void withFewerThanThreeNodesThereIsNoSchedule() {
    assertThatThrownBy(() -> new ScheduleSettings(ALL, 2, 3000, 2, Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUnknownFaultIsNamedBesideThoseThatThereAre() {
    assertThat(Fault.named(" Restart-All ")).isEqualTo(Fault.RESTART_ALL);
    assertThatThrownBy(() -> Fault.named("flood"))
        .hasMessageContaining("flood")
        .hasMessageContaining("kill,pause,cut,disk,coordinator,join,leave,restart-all");
  }
}
