package dev.rondel.testbed.chaos.gaps;

import dev.rondel.testbed.history.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the failures of nodes cost.
 *
 * @param coordinatorPause null where the coordinator was not paused
 * @param judged what all operations meanwhile prove
 */
public record GapReport(
    List<Measurement> measurements, @Nullable CoordinatorPause coordinatorPause, Verdict judged) {

  public GapReport {
    measurements = List.copyOf(measurements);
  }

  /**
   * The coordinator stood still for so long, under load.
   *
   * @param failed requests that were not served
   */
  public record CoordinatorPause(Duration duration, long served, long failed) {}

  List<Measurement> of(Strike strike) {
    return measurements.stream().filter(one -> one.strike() == strike).toList();
  }

  Distribution of(Strike strike, Function<Measurement, Duration> what) {
    return Distribution.of(of(strike).stream().map(what).toList());
  }

  double medianBusy() {
    double[] busy = measurements.stream().mapToDouble(Measurement::busy).sorted().toArray();
    return busy.length == 0 ? 0 : busy[busy.length / 2];
  }

  /** All that is over its budget, or wrong, in words. */
  public List<String> failures() {
    var failures = new ArrayList<String>();
    for (Measurement one : measurements) {
      over(failures, one, "write gap", one.gaps().writes(), one.strike().writeBudget());
      over(failures, one, "read gap at rest", one.gaps().readsAtRest(), Strike.REST_BUDGET);
      over(failures, one, "time until served", one.served(), Strike.REPAIR_BUDGET);
    }
    if (coordinatorPause != null && coordinatorPause.failed() > 0) {
      failures.add(coordinatorPause.failed() + " requests failed while the coordinator was paused");
    }
    judged.wrong().forEach(wrong -> failures.add("WRONG " + wrong));
    judged.undecided().forEach(key -> failures.add("key " + key + ": too hard to judge"));
    return failures;
  }

  private static void over(
      List<String> failures, Measurement one, String what, Duration was, Duration budget) {
    if (was.compareTo(budget) > 0) {
      failures.add(
          "%s %s: a %s of %s, beyond %s"
              .formatted(
                  one.strike().words(),
                  one.node(),
                  what,
                  Measurement.millis(was),
                  Measurement.millis(budget)));
    }
  }
}
