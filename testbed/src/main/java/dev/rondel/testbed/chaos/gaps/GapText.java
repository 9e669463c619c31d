package dev.rondel.testbed.chaos.gaps;

import dev.rondel.testbed.terminal.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The report for people: a distribution for each kind of strike, beside its budget. */
public final class GapText {

  private static final int MOST_FAILURES = 20;

  private GapText() {}

  public static String of(GapReport report) {
    var table =
        new Table("milliseconds", ">times", ">min", ">median", ">p90", ">worst", ">budget", "");
    for (Strike strike : Strike.values()) {
      if (!report.of(strike).isEmpty()) {
        row(table, report, strike, "writes wait", one -> one.gaps().writes(), strike.writeBudget());
        row(table, report, strike, "reads behind them", one -> one.gaps().reads(), null);
        row(
            table,
            report,
            strike,
            "reads of keys at rest",
            one -> one.gaps().readsAtRest(),
            Strike.REST_BUDGET);
        row(table, report, strike, "called down after", Measurement::down, null);
        row(table, report, strike, "served again", Measurement::served, Strike.REPAIR_BUDGET);
        row(table, report, strike, "whole again, undone", Measurement::back, null);
      }
    }
    var text = new StringBuilder("\n").append(table);
    text.append(
        String.format(
            Locale.ROOT,
            "%neach key was written and read every %d ms, and shorter gaps look as long; the"
                + " machine was %.0f %% busy (median)%n",
            Probe.PAUSE.toMillis(),
            100 * report.medianBusy()));
    GapReport.CoordinatorPause pause = report.coordinatorPause();
    if (pause != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "%ncoordinator paused for %d s: %,d requests served, %,d failed%n",
              pause.duration().toSeconds(),
              pause.served(),
              pause.failed()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%njudged: %,d operations on %,d keys%n",
            report.judged().operations(),
            report.judged().keys()));
    List<String> failures = report.failures();
    text.append(
        failures.isEmpty() ? "All within budget, and every key is linearizable.\n" : "WRONG:\n");
    failures.stream()
        .limit(MOST_FAILURES)
        .forEach(failure -> text.append("  ").append(failure).append('\n'));
    return text.toString();
  }

  private static void row(
      Table table,
      GapReport report,
      Strike strike,
      String what,
      Function<Measurement, Duration> of,
      @org.jspecify.annotations.Nullable Duration budget) {
    Distribution distribution = report.of(strike, of);
    table.row(
        strike.words() + ": " + what,
        Integer.toString(distribution.count()),
        millis(distribution.least()),
        millis(distribution.percentile(50)),
        millis(distribution.percentile(90)),
        millis(distribution.worst()),
        budget == null ? "" : millis(budget),
        budget != null && distribution.worst().compareTo(budget) > 0 ? "OVER" : "");
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%,d", duration.toMillis());
  }
}
