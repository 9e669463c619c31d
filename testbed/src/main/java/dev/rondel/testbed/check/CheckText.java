package dev.rondel.testbed.check;

import dev.rondel.testbed.history.Verdict;
import dev.rondel.testbed.load.LoadResult;
import dev.rondel.testbed.load.Tally;
import dev.rondel.testbed.load.VerdictText;
import dev.rondel.testbed.terminal.Table;
import java.util.List;
import java.util.stream.Collectors;

/** The report of a check for people. */
public final class CheckText {

  private static final int LONGEST_LIST = 10;

  private CheckText() {}

  public static String of(CheckReport report) {
    return table(report.result().tally())
        + System.lineSeparator()
        + summary(report)
        + VerdictText.of(report.result())
        + verdict(report);
  }

  private static String table(Tally tally) {
    var table =
        new Table(
            "asked",
            ">done",
            ">no value",
            ">condition failed",
            ">not applied",
            ">unknown",
            ">p50 ms",
            ">p99 ms");
    tally
        .rows()
        .forEach(
            (kind, row) ->
                table.row(
                    kind.toString(),
                    "%,d".formatted(row.done()),
                    "%,d".formatted(row.missing()),
                    "%,d".formatted(row.conditionFailed()),
                    "%,d".formatted(row.notApplied()),
                    "%,d".formatted(row.unknown()),
                    row.answered() == 0 ? "" : "%.1f".formatted(row.latency().percentile(50)),
                    row.answered() == 0 ? "" : "%.1f".formatted(row.latency().percentile(99))));
    return table.toString();
  }

  private static String summary(CheckReport report) {
    LoadResult result = report.result();
    Verdict verdict = result.verdict();
    var text = new StringBuilder();
    text.append(
        """
        checked  %,d operations on %,d keys in %.1f s, by %,d clients through %,d nodes
        gaps     longest time without a write of a key %,.0f ms, without a read %,.0f ms
        """
            .formatted(
                verdict.operations(),
                verdict.keys(),
                result.seconds(),
                report.clients(),
                report.nodes().size(),
                result.writeGapMillis(),
                result.readGapMillis()));
    if (result.full()) {
      text.append("note     the load ended early: its history was full%n".formatted());
    }
    if (result.unread() > 0) {
      text.append("note     %,d reads at the end were not answered%n".formatted(result.unread()));
    }
    if (!report.left().isEmpty()) {
      text.append("note     keys that were left: %s%n".formatted(list(report.left())));
    }
    return text.toString();
  }

  private static String verdict(CheckReport report) {
    Verdict verdict = report.result().verdict();
    List<String> unseen = report.result().unseen();
    if (!verdict.wrong().isEmpty()) {
      return "FAILED   %,d of %,d keys are not linearizable%n"
          .formatted(verdict.wrong().size(), verdict.keys());
    }
    if (!verdict.undecided().isEmpty()) {
      return "FAILED   %,d of %,d keys could not be judged%n"
          .formatted(verdict.undecided().size(), verdict.keys());
    }
    if (!unseen.isEmpty()) {
      return "FAILED   %,d keys could not be read at the end, from no node: %s%n"
          .formatted(unseen.size(), list(unseen));
    }
    return "ok       linearizable: for each key one order explains every answer%n".formatted();
  }

  private static String list(List<String> keys) {
    return keys.stream().limit(LONGEST_LIST).collect(Collectors.joining(" "))
        + (keys.size() > LONGEST_LIST ? " and %,d more".formatted(keys.size() - LONGEST_LIST) : "");
  }
}
