package dev.rondel.testbed.verify;

import dev.rondel.client.RondelClient;
import dev.rondel.client.WriteOutcome;
import dev.rondel.testbed.pairs.TestPair;
import dev.rondel.testbed.terminal.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores pairs, each once; what is not acknowledged is told, and not sent again. */
public record Loading(RondelClient client, Crew crew, Progress progress) {

  /**
   * What became of them.
   *
   * @param failures a line for each pair that is not known to be stored, without those that were
   *     not begun
   */
  public record Result(int stored, List<String> failures, Duration took) {}

  public Result load(List<TestPair> pairs) {
    var stored = new AtomicInteger();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    long begin = System.nanoTime();
    try (var _ = progress.start("load", pairs.size(), stored::get)) {
      crew.each(
          pairs,
          pair -> {
            String reason = failure(client.put(pair.key(), pair.value()));
            if (reason.isEmpty()) {
              stored.incrementAndGet();
            } else {
              failures.add(pair.key() + ": " + reason);
            }
          });
    }
    return new Result(
        stored.get(), List.copyOf(failures), Duration.ofNanos(System.nanoTime() - begin));
  }

  /** Empty where it is stored. */
  private static String failure(WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.Stored _ -> "";
      case WriteOutcome.Rejected(var problem) -> "refused: " + problem;
      case WriteOutcome.Unavailable(var reason) -> "not stored: " + reason;
      case WriteOutcome.Full(var reason) -> "not acknowledged: " + reason;
      case WriteOutcome.Unknown(var reason) -> "it is not known whether it is stored: " + reason;
      case WriteOutcome.Deleted _, WriteOutcome.Missing _, WriteOutcome.ConditionFailed _ ->
          "not stored: " + outcome;
    };
  }
}
