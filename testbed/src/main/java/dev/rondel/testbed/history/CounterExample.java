package dev.rondel.testbed.history;

import java.util.List;

/**
 * Operations of one key that no order explains.
 *
 * @param reason one sentence
 * @param operations by their beginning
 */
public record CounterExample(String key, String reason, List<Operation> operations) {

  public CounterExample {
    operations = List.copyOf(operations);
  }
}
