package dev.rondel.testbed.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search, which leaves out most orders, against the definition, which tries all. */
class SearchAgainstAllOrdersTest {

  private static final int SEEDS = Integer.getInteger("rondel.history.seeds", 20_000);
  private static final int LIMIT = 100_000;

  @Test
  void whatARegisterHasMadeIsExplained() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Operation> history = history(seed);
      assertThat(Judgement.of(history, LIMIT))
          .as("seed %d: %s", seed, history)
          .isInstanceOf(Judgement.Explained.class);
    }
  }

  @Test
  void agreesWithTryingAllOrders() {
    int wrong = 0;
    int shrinking = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Operation> history = distorted(seed);
      boolean explained = Orders.explain(history, true);
      assertThat(Judgement.of(history, LIMIT) instanceof Judgement.Explained)
          .as("seed %d: %s", seed, history)
          .isEqualTo(explained);
      if (!explained) {
        boolean shrinks = Orders.explain(history, false);
        assertThat(Judgement.wouldBeExplainedIfVersionsMightShrink(history, LIMIT))
            .as("seed %d, versions may shrink: %s", seed, history)
            .isEqualTo(shrinks);
        wrong++;
        shrinking += shrinks ? 1 : 0;
      }
    }
    assertThat(wrong).as("histories that are wrong").isBetween(SEEDS / 10, SEEDS * 9 / 10);
    assertThat(shrinking).as("histories that are wrong in their versions alone").isPositive();
  }

  /** Whatever became of the operations that it leaves out. */
  @Test
  void counterExampleIsWrongByItself() {
    int examples = 0;
    for (long seed = 0; examples < SEEDS / 20; seed++) {
      List<Operation> history = distorted(seed);
      for (CounterExample example : LinearizabilityCheck.check(history).wrong()) {
        List<Operation> rest = Reduction.forgettingAllBut(example.operations(), history);
        assertThat(Orders.explain(rest, true)).as("seed %d: %s", seed, example).isFalse();
        assertThat(history).containsAll(example.operations());
        examples++;
      }
    }
  }

  private static List<Operation> history(long seed) {
    var random = new Random(seed);
    return new RandomHistory(random, 2 + random.nextInt(6)).right();
  }

  private static List<Operation> distorted(long seed) {
    var random = new Random(seed);
    var source = new RandomHistory(random, 2 + random.nextInt(6));
    return source.distorted(source.right());
  }
}
