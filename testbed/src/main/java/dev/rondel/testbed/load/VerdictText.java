package dev.rondel.testbed.load;

import dev.rondel.testbed.history.CounterExample;

/** What is wrong with a load's history, for people. */
public final class VerdictText {

  private static final int LONGEST_LIST = 10;

  private VerdictText() {}

  /** Empty where nothing is wrong. */
  public static String of(LoadResult result) {
    var text = new StringBuilder();
    int shown = 0;
    for (CounterExample example : result.verdict().wrong()) {
      if (shown++ == LONGEST_LIST) {
        break;
      }
      text.append("WRONG    %s%n".formatted(result.picture(example)));
    }
    int more = result.verdict().wrong().size() - LONGEST_LIST;
    if (more > 0) {
      text.append("         … and %,d keys more; --json names them all%n".formatted(more));
    }
    for (String key : result.verdict().undecided()) {
      text.append(
          "UNKNOWN  key %s: too many orders are possible, the search was given up%n"
              .formatted(key));
    }
    return text.toString();
  }
}
