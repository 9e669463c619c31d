package dev.rondel.testbed.bench;

import dev.rondel.testbed.bench.SyntheticHistory.Shape;
import dev.rondel.testbed.history.History;
import dev.rondel.testbed.history.LinearizabilityCheck;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;
import dev.rondel.testbed.history.Verdict;
import java.util.SplittableRandom;

/**
 * How long the checker takes for synthetic histories of a register, from many short keys to one
 * long one.
 *
 * <p>Argument: operations of each history (1,000,000).
 */
public final class CheckBenchmark {

  private CheckBenchmark() {}

  /** Prints the seconds that histories of so many operations take. */
  public static void run(int operations) {
    System.out.printf("%d processors%n", Runtime.getRuntime().availableProcessors());
    System.out.printf(
        "%11s %8s %8s %9s %11s %10s  %s%n",
        "operations", "keys", "clients", "unknown", "seconds", "per s", "verdict");
    measure(operations / 10_000, 10_000, 10, 0.01);
    measure(operations / 10_000, 10_000, 10, 0.1);
    measure(operations / 1_000, 1_000, 10, 0.01);
    measure(operations / 1_000, 1_000, 10, 0.1);
    measure(operations / 1_000, 1_000, 50, 0.02);
    measure(operations / 10, 10, 10, 0.01);
    measure(operations / 10, 10, 10, 0.1);
    measure(operations, 1, 10, 0.001);
  }

  private static void measure(int operationsOfKey, int keys, int clients, double unknown) {
    var history = new History();
    var shape = new Shape(operationsOfKey, clients, unknown);
    var random = new SplittableRandom(1);
    for (int key = 0; key < keys; key++) {
      SyntheticHistory.add(history, "key-" + key, shape, random.split(), new SoundCell());
    }
    long unknowns =
        history.operations().stream()
            .map(Operation::outcome)
            .filter(Outcome.Unknown.class::isInstance)
            .count();
    long start = System.nanoTime();
    Verdict verdict = LinearizabilityCheck.check(history);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%,11d %,8d %8d %,9d %11.2f %,10.0f  %s%n",
        verdict.operations(),
        verdict.keys(),
        clients,
        unknowns,
        seconds,
        verdict.operations() / seconds,
        verdict.isGood()
            ? "linearizable"
            : verdict.wrong().size() + " wrong, " + verdict.undecided().size() + " undecided");
  }
}
