package dev.rondel.testbed.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.testbed.chaos.cluster.ChaosCluster.Ended;
import dev.rondel.testbed.chaos.plan.Fault;
import dev.rondel.testbed.chaos.timeline.Timeline;
import dev.rondel.testbed.chaos.timeline.Timeline.Second;
import dev.rondel.testbed.chaos.timeline.Timeline.Span;
import dev.rondel.testbed.history.CounterExample;
import dev.rondel.testbed.history.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosReportTest {

  private static final Timeline TIMELINE =
      new Timeline(
          List.of(new Second(70, 30, 2, 1)),
          List.of(new Span(Fault.KILL, "kill", Duration.ZERO, Duration.ofMillis(500))));
  private static final Verdict GOOD = new Verdict(1_234, 56, List.of(), List.of());

  private static ChaosReport report(
      Timeline timeline,
      Verdict verdict,
      List<String> unread,
      List<String> restless,
      List<Ended> ended) {
    return new ChaosReport(
        7,
        Map.of(Fault.KILL, 1L),
        timeline,
        verdict,
        280,
        unread,
        Duration.ofMillis(4_300),
        restless,
        ended);
  }

  @Test
  void aGoodRunSaysWhatItHasDoneAndFound() {
    ChaosReport report = report(TIMELINE, GOOD, List.of(), List.of(), List.of());

    assertThat(report.isGood()).isTrue();
    assertThat(ChaosText.of(report, EnumSet.of(Fault.KILL, Fault.RESTART_ALL)))
        .endsWith(
            """
            103 operations: 70 reads, 30 writes; 2 not applied or not answered; 1 writes of unknown outcome
            faults: kill 1, restart-all 0
            at rest 4.3 s after the last was undone
            judged: 1,234 operations on 56 keys, with 280 reads of every key from every node at the end

            Every key is linearizable, and every acknowledged write is there.
            """);
  }

  @Test
  void everythingThatIsWrongIsNamed() {
    var wrong =
        new Verdict(
            9, 2, List.of(new CounterExample("k1", "no order", List.of(), 0)), List.of("k2"));
    ChaosReport report =
        report(
            TIMELINE,
            wrong,
            List.of("k3 from node_1"),
            List.of("node_2 is down"),
            List.of(new Ended("node_2", Path.of("node_2.log"))));

    assertThat(report.failures())
        .containsExactly(
            "WRONG key k1: no order (0 of its 0 operations)",
            "key k2: too hard to judge",
            "not readable at the end: k3 from node_1",
            "the cluster did not come to rest in 4 s: node_2 is down",
            "node_2 ended by itself; see node_2.log");
    assertThat(ChaosText.of(report, EnumSet.allOf(Fault.class)))
        .contains("WRONG (seed 7):\n  WRONG key k1: no order");
  }

  @Test
  void aRunWithoutAnyOperationProvesNothing() {
    var nothing = new Timeline(List.of(), TIMELINE.spans());

    assertThat(report(nothing, GOOD, List.of(), List.of(), List.of()).failures())
        .containsExactly("no operation was done at all");
  }

  @Test
  void troubleThatWasPlannedAndNeverCameProvesNothing() {
    var quiet = new Timeline(TIMELINE.seconds(), List.of());

    assertThat(report(quiet, GOOD, List.of(), List.of(), List.of()).failures())
        .containsExactly("'kill' was to come 1 times, and never did");
  }
}
