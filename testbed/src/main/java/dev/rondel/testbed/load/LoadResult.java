package dev.rondel.testbed.load;

import dev.rondel.testbed.history.CounterExample;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Verdict;
import java.util.List;

/**
 * What a load saw.
 *
 * @param operations all of them, the last reads too
 * @param askers who asked, for people, by the client's number in an operation
 * @param unread reads at the end, of one key from one node, that nobody answered
 * @param unseen keys that nobody told at the end
 * @param writeGapMillis the longest time for which one key could not be written
 * @param readGapMillis the longest time for which one key could not be read
 * @param full the history had no more room, and the load ended early
 */
public record LoadResult(
    List<Operation> operations,
    Verdict verdict,
    List<String> askers,
    long unread,
    List<String> unseen,
    double writeGapMillis,
    double readGapMillis,
    boolean full) {

  public Tally tally() {
    return Tally.of(operations);
  }

  /** The first operation's beginning to the last one's end. */
  public double seconds() {
    long from = operations.stream().mapToLong(Operation::from).min().orElse(0);
    long to = operations.stream().mapToLong(Operation::to).max().orElse(0);
    return (to - from) / 1e9;
  }

  /** The operations that prove a key wrong, for people. */
  public String picture(CounterExample example) {
    return example.picture(1e6, "ms", askers::get);
  }
}
