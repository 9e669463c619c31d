package dev.rondel.testbed.history;

import java.util.Collection;
import java.util.List;

/** What the search makes of the operations of one key. */
sealed interface Judgement {

  /** Some order explains them, in which the versions grow. */
  record Explained() implements Judgement {}

  /**
   * @param proof the operations of the reason; empty where it takes all of them
   */
  record Wrong(String reason, List<Operation> proof) implements Judgement {}

  record GivenUp() implements Judgement {}

  /**
   * @param limit how many configurations are tried at most
   */
  static Judgement of(Collection<Operation> operations, int limit) {
    try {
      Steps steps = Reading.steps(operations);
      return switch (new Search(steps, true, limit).run()) {
        case EXPLAINED -> new Explained();
        case GIVEN_UP -> new GivenUp();
        case IMPOSSIBLE -> new Wrong("no order explains these answers", List.of());
      };
    } catch (Reading.Contradiction contradiction) {
      return new Wrong(contradiction.reason(), contradiction.operations());
    }
  }

  /** Whether it is the growth of the versions alone that no order keeps. */
  static boolean wouldBeExplainedIfVersionsMightShrink(
      Collection<Operation> operations, int limit) {
    try {
      return new Search(Reading.steps(operations), false, limit).run() == Search.Result.EXPLAINED;
    } catch (Reading.Contradiction contradiction) {
      return false;
    }
  }
}
