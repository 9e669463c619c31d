package dev.rondel.testbed.history;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Operations of one key that no order explains, whatever became of its others.
 *
 * @param reason one sentence
 * @param operations by their beginning
 * @param of how many the key has in all
 */
public record CounterExample(String key, String reason, List<Operation> operations, int of) {

  public CounterExample {
    operations = List.copyOf(operations);
  }

  /**
   * For people: the reason, and each operation with its answer and its interval on one axis.
   *
   * @param unit how many of the history's units of time make the one to be shown
   * @param name of that unit
   * @param asker the name of a client, by its number
   */
  public String picture(double unit, String name, IntFunction<String> asker) {
    return new Picture(this, unit, name, asker).text();
  }

  /** Where the times are nanoseconds. */
  @Override
  public String toString() {
    return picture(1e6, "ms", client -> "client " + client);
  }
}
