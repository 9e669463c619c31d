package dev.rondel.testbed.scenario;

import dev.rondel.testbed.load.LoadResult;
import dev.rondel.testbed.load.Tally;
import dev.rondel.testbed.load.VerdictText;
import dev.rondel.testbed.verify.ReportText;
import java.util.Locale;

/** A scenario's report for people. */
public final class ScenarioText {

  private ScenarioText() {}

  public static String of(ScenarioReport report) {
    var text = new StringBuilder();
    for (ScenarioReport.Checked checked : report.checks()) {
      boolean last = checked.equals(report.checks().getLast());
      if (last || !checked.report().isGood()) {
        text.append("%n%s:%n".formatted(checked.when())).append(ReportText.of(checked.report()));
      }
    }
    LoadResult load = report.load();
    if (load != null) {
      text.append(load(load));
    }
    report.failures().forEach(failure -> text.append("FAILED   %s%n".formatted(failure)));
    String name = report.scenario().name().toLowerCase(Locale.ROOT);
    return text.append(
            report.isGood()
                ? "ok       scenario %s: nothing lost, nothing wrong%n".formatted(name)
                : verdict(report, name))
        .toString();
  }

  private static String load(LoadResult load) {
    Tally tally = load.tally();
    var text = new StringBuilder();
    text.append(
        """

        load     %,d writes acknowledged, %,d whose condition failed, %,d of unknown fate, %,d refused; \
        %,d reads, %,d unanswered
        gaps     longest time without a write of a key %,.0f ms, without a read %,.0f ms
        """
            .formatted(
                tally.writes(Tally.Row::done),
                tally.writes(Tally.Row::conditionFailed),
                tally.writes(Tally.Row::unknown),
                tally.writes(Tally.Row::notApplied),
                tally.reads(Tally.Row::answered),
                tally.reads(Tally.Row::notApplied),
                load.writeGapMillis(),
                load.readGapMillis()));
    if (load.full()) {
      text.append("note     the load ended early: its history was full%n".formatted());
    }
    if (load.unread() > 0) {
      text.append("FAILED   %,d reads at the end were not answered%n".formatted(load.unread()));
    }
    return text.append(VerdictText.of(load)).toString();
  }

  private static String verdict(ScenarioReport report, String name) {
    LoadResult load = report.load();
    return report.interrupted()
        ? "stopped  scenario %s was interrupted%n".formatted(name)
        : "FAILED   scenario %s: %,d keys were not linearizable under load%n"
            .formatted(name, load == null ? 0 : load.verdict().wrong().size());
  }
}
