package dev.rondel.testbed.chaos;

import dev.rondel.testbed.chaos.plan.Fault;
import dev.rondel.testbed.chaos.timeline.Timeline;
import dev.rondel.testbed.chaos.timeline.TimelineText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A run's report for people. */
final class ChaosText {

  private static final int MOST_FAILURES = 20;

  private ChaosText() {}

  /**
   * @param wanted the kinds of trouble that were asked for
   */
  static String of(ChaosReport report, Set<Fault> wanted) {
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add(TimelineText.of(report.timeline()));
    lines.addAll(figures(report, wanted));
    lines.add("");
    lines.addAll(verdict(report));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> figures(ChaosReport report, Set<Fault> wanted) {
    Timeline.Second total = report.timeline().total();
    return List.of(
        String.format(
            Locale.ROOT,
            "%,d operations: %,d reads, %,d writes; %,d not applied or not answered; %,d writes of"
                + " unknown outcome",
            total.done() + total.errors(),
            total.reads(),
            total.writes(),
            total.refused(),
            total.unknown()),
        "faults: " + counts(report, wanted),
        String.format(
            Locale.ROOT,
            "at rest %.1f s after the last was undone",
            report.toRest().toMillis() / 1000.0),
        String.format(
            Locale.ROOT,
            "judged: %,d operations on %,d keys, with %,d reads of every key from every node at the"
                + " end",
            report.judged().operations(),
            report.judged().keys(),
            report.lastReads()));
  }

  private static String counts(ChaosReport report, Set<Fault> wanted) {
    return wanted.stream()
        .sorted()
        .map(fault -> fault.word() + " " + report.timeline().counts().getOrDefault(fault, 0))
        .collect(Collectors.joining(", "));
  }

  private static List<String> verdict(ChaosReport report) {
    List<String> failures = report.failures();
    if (failures.isEmpty()) {
      return List.of("Every key is linearizable, and every acknowledged write is there.");
    }
    var lines = new ArrayList<String>();
    lines.add("WRONG (seed " + report.seed() + "):");
    failures.stream().limit(MOST_FAILURES).forEach(failure -> lines.add("  " + failure));
    if (failures.size() > MOST_FAILURES) {
      lines.add("  … and " + (failures.size() - MOST_FAILURES) + " more");
    }
    return lines;
  }
}
