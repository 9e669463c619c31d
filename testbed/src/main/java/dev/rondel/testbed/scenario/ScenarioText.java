package dev.rondel.testbed.scenario;

import dev.rondel.testbed.load.LoadResult;
import dev.rondel.testbed.load.Violation;
import dev.rondel.testbed.verify.ReportText;
import java.util.List;
import java.util.Locale;

/** A scenario's report for people. */
public final class ScenarioText {

  private static final int LONGEST_LIST = 50;

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
    var text = new StringBuilder();
    text.append(
        """

        load     %,d writes acknowledged, %,d of unknown fate, %,d refused; %,d reads, %,d unanswered
        gaps     longest time without a write of a key %,.0f ms, without a read %,.0f ms
        """
            .formatted(
                load.writes(),
                load.unknown(),
                load.refused(),
                load.reads(),
                load.unanswered(),
                load.writeGapMillis(),
                load.readGapMillis()));
    if (load.full()) {
      text.append("note     the load ended early: its history was full%n".formatted());
    }
    if (load.unread() > 0) {
      text.append("FAILED   %,d reads at the end were not answered%n".formatted(load.unread()));
    }
    List<Violation> violations = load.violations();
    violations.stream()
        .limit(LONGEST_LIST)
        .forEach(one -> text.append("WRONG    %s%n".formatted(one)));
    if (violations.size() > LONGEST_LIST) {
      text.append(
          "         … and %,d more; --json names them all%n"
              .formatted(violations.size() - LONGEST_LIST));
    }
    return text.toString();
  }

  private static String verdict(ScenarioReport report, String name) {
    LoadResult load = report.load();
    return report.interrupted()
        ? "stopped  scenario %s was interrupted%n".formatted(name)
        : "FAILED   scenario %s: %,d violations under load%n"
            .formatted(name, load == null ? 0 : load.violations().size());
  }
}
