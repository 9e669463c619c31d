package dev.rondel.testbed.history;

import java.util.List;

/**
 * What a history proves.
 *
 * @param operations how many were judged
 * @param keys how many they were on
 * @param wrong a counter-example for each key that no register explains
 * @param undecided the keys whose search was given up at its limit; nothing is known of them
 */
public record Verdict(
    int operations, int keys, List<CounterExample> wrong, List<String> undecided) {

  public Verdict {
    wrong = List.copyOf(wrong);
    undecided = List.copyOf(undecided);
  }

  /** Every key is a linearizable register; what is undecided is not good. */
  public boolean isGood() {
    return wrong.isEmpty() && undecided.isEmpty();
  }
}
