package dev.rondel.testbed.chaos.gaps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.ring.NodeId;
import dev.rondel.testbed.chaos.gaps.GapReport.CoordinatorPause;
import dev.rondel.testbed.history.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GapReportTest {

  private static Measurement measured(Strike strike, int writeGap, int served) {
    return measured(strike, writeGap, 40, served);
  }

  private static Measurement measured(Strike strike, int writeGap, int restGap, int served) {
    return new Measurement(
        strike,
        NodeId.of("node_1"),
        32,
        new Measurement.Gaps(
            Duration.ofMillis(writeGap), Duration.ofMillis(writeGap), Duration.ofMillis(restGap)),
        Duration.ofMillis(served - 50),
        Duration.ofMillis(served),
        Duration.ofMillis(9_000),
        0.4);
  }

  private static GapReport report(
      List<Measurement> measurements, @Nullable CoordinatorPause pause) {
    return new GapReport(measurements, pause, new Verdict(12_345, 67, List.of(), List.of()));
  }

  @Test
  void aDistributionTellsRanksOfWhatWasMeasured() {
    Distribution one = Distribution.of(List.of(Duration.ofMillis(7)));
    Distribution hundred =
        Distribution.of(
            IntStream.rangeClosed(1, 100).mapToObj(i -> Duration.ofMillis(101 - i)).toList());

    assertThat(one.percentile(1)).isEqualTo(one.percentile(100)).isEqualTo(Duration.ofMillis(7));
    assertThat(hundred.least()).isEqualTo(Duration.ofMillis(1));
    assertThat(hundred.percentile(50)).isEqualTo(Duration.ofMillis(50));
    assertThat(hundred.percentile(90)).isEqualTo(Duration.ofMillis(90));
    assertThat(hundred.worst()).isEqualTo(Duration.ofMillis(100));
    assertThatThrownBy(() -> Distribution.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aGapIsTheLongestTimeBetweenTwoAnswersAndWhatStillGoesOn() {
    var meter = new GapMeter();
    meter.begin(1_000);
    meter.served(1_100);
    meter.served(1_600);
    meter.served(1_700);

    assertThat(meter.longest(1_750)).isEqualTo(Duration.ofNanos(500));
    assertThat(meter.longest(9_700)).isEqualTo(Duration.ofNanos(8_000));

    meter.begin(10_000);
    assertThat(meter.longest(10_050)).isEqualTo(Duration.ofNanos(50));
    assertThat(meter.answers()).isZero();
  }

  @Test
  void withinBudgetNothingIsWrong() {
    var measurements = new ArrayList<Measurement>();
    for (int i = 1; i <= 30; i++) {
      measurements.add(measured(Strike.KILL, 10 * i, 20 * i + 50));
    }
    measurements.add(measured(Strike.PAUSE, 2_900, 2_950));

    GapReport report = report(measurements, new CoordinatorPause(Duration.ofMinutes(2), 54_321, 0));

    assertThat(report.failures()).isEmpty();
    assertThat(GapText.of(report))
        .isEqualTo(
            """

            milliseconds                    times    min  median    p90  worst  budget
            kill -9: writes wait               30     10     150    270    300   1,000
            kill -9: reads behind them         30     10     150    270    300
            kill -9: reads of keys at rest     30     40      40     40     40   2,000
            kill -9: called down after         30     20     300    540    600
            kill -9: served again              30     70     350    590    650   6,000
            kill -9: whole again, undone       30  9,000   9,000  9,000  9,000
            pause: writes wait                  1  2,900   2,900  2,900  2,900   4,000
            pause: reads behind them            1  2,900   2,900  2,900  2,900
            pause: reads of keys at rest        1     40      40     40     40   2,000
            pause: called down after            1  2,900   2,900  2,900  2,900
            pause: served again                 1  2,950   2,950  2,950  2,950   6,000
            pause: whole again, undone          1  9,000   9,000  9,000  9,000

            each key was written and read every 500 ms, and shorter gaps look as long; the machine was 40 % busy (median)

            coordinator paused for 120 s: 54,321 requests served, 0 failed

            judged: 12,345 operations on 67 keys
            All within budget, and every key is linearizable.
            """);
  }

  @Test
  void whatIsOverBudgetOrFailedIsNamed() {
    GapReport report =
        report(
            List.of(measured(Strike.KILL, 1_001, 2_001, 6_001)),
            new CoordinatorPause(Duration.ofSeconds(10), 5, 2));

    assertThat(report.failures())
        .containsExactly(
            "kill -9 node_1: a write gap of 1,001 ms, beyond 1,000 ms",
            "kill -9 node_1: a read gap at rest of 2,001 ms, beyond 2,000 ms",
            "kill -9 node_1: a time until served of 6,001 ms, beyond 6,000 ms",
            "2 requests failed while the coordinator was paused");
    assertThat(GapText.of(report)).contains("OVER", "WRONG:");
  }
}
