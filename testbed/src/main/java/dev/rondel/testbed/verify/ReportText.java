package dev.rondel.testbed.verify;

import dev.rondel.shell.render.Bar;
import dev.rondel.testbed.terminal.Table;
import java.util.IntSummaryStatistics;
import java.util.List;

/** A report for people. */
public final class ReportText {

  private static final int BAR = 20;
  private static final int LONGEST_LIST = 50;

  private ReportText() {}

  public static String of(Report report) {
    return table(report)
        + System.lineSeparator()
        + summary(report)
        + wrong(report.wrong())
        + verdict(report);
  }

  private static String table(Report report) {
    int most =
        Math.max(1, report.nodes().stream().mapToInt(Report.NodeRow::primaryOf).max().orElse(1));
    var table =
        new Table(
            "node",
            ">primary of",
            "balance",
            ">copies",
            ">reads ok",
            ">wrong",
            ">p50 ms",
            ">p99 ms");
    for (Report.NodeRow row : report.nodes()) {
      boolean asked = row.latency().count() > 0;
      table.row(
          row.id().value(),
          "%,d".formatted(row.primaryOf()),
          Bar.of((double) row.primaryOf() / most, BAR),
          "%,d".formatted(row.copies()),
          asked ? "%,d".formatted(row.right()) : "not asked",
          "%,d".formatted(row.wrong()),
          asked ? "%.1f".formatted(row.latency().percentile(50)) : "",
          asked ? "%.1f".formatted(row.latency().percentile(99)) : "");
    }
    return table.toString();
  }

  private static String summary(Report report) {
    IntSummaryStatistics heads =
        report.nodes().stream().mapToInt(Report.NodeRow::primaryOf).summaryStatistics();
    return """
    cluster  %,d nodes, %,d asked, %,d copies of each pair, epoch %s
    balance  primary of %,d to %,d pairs, mean %.1f
    writes   %,d acknowledged: %s%s
    reads    %,d: %s
    """
        .formatted(
            report.nodes().size(),
            report.nodesAsked(),
            report.view().replicationFactor(),
            report.view().epoch(),
            heads.getCount() == 0 ? 0 : heads.getMin(),
            heads.getCount() == 0 ? 0 : heads.getMax(),
            heads.getAverage(),
            report.writes().count(),
            report.writes(),
            report.repeatedWrites() == 0
                ? ""
                : "; %,d sent again".formatted(report.repeatedWrites()),
            report.reads().count(),
            report.reads());
  }

  private static String wrong(List<Wrong> wrong) {
    var text = new StringBuilder();
    for (Wrong one : wrong.subList(0, Math.min(LONGEST_LIST, wrong.size()))) {
      text.append("WRONG    ").append(one).append(System.lineSeparator());
    }
    if (wrong.size() > LONGEST_LIST) {
      text.append(
          "         … and %,d more; --json names them all%n"
              .formatted(wrong.size() - LONGEST_LIST));
      text.append("         all wrong keys: ")
          .append(
              String.join(
                  " ", wrong.stream().map(one -> Wrong.printable(one.key())).distinct().toList()))
          .append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String verdict(Report report) {
    if (report.interrupted()) {
      return "stopped  %,d pairs, not all were read; %,d things wrong so far%n"
          .formatted(report.pairs(), report.wrong().size());
    }
    return report.isGood()
        ? "ok       all %,d pairs, read from every node: values, primaries and replicas are right%n"
            .formatted(report.pairs())
        : "FAILED   %,d of %,d pairs are right, %,d are not%n"
            .formatted(report.verified(), report.pairs(), report.pairs() - report.verified());
  }
}
