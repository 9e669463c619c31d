package dev.rondel.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The protocol in trouble, by a few seeds; {@code ./rondel simulate} runs as many as are wanted.
 */
final class SimulationTest {

  private static final int SEEDS = Integer.getInteger("rondel.simulation.seeds", 60);
  private static final SimulationSettings DEFAULTS = SimulationSettings.defaults();

  @Test
  void everyRuleHoldsAndEveryKeyIsLinearizable() throws InterruptedException {
    var seeds = new Seeds(DEFAULTS, Mutation.NONE, 1, SEEDS, 1);
    Seeds.Total total = seeds.run(Runtime.getRuntime().availableProcessors());
    System.out.printf(
        "%d seeds, %,.0f simulated seconds, %,d operations%n",
        total.seeds(), total.simulatedNanos() / 1e9, total.operations());
    assertThat(seeds.failed()).isEmpty();
    assertThat(total.operations()).isGreaterThan(100L * SEEDS);
  }

  @Test
  void aSeedIsOneHistory() {
    SeedResult once = SeedResult.of(7, DEFAULTS, Mutation.NONE);
    SeedResult again = SeedResult.of(7, DEFAULTS, Mutation.NONE);
    assertThat(again).isEqualTo(once);
    assertThat(SeedResult.of(8, DEFAULTS, Mutation.NONE).hash()).isNotEqualTo(once.hash());
  }

  @Test
  void withoutFaultsNothingIsRefused() {
    var calm = new SimulationSettings(5, 2, 6, 4, 20, 0);
    SeedResult result = SeedResult.of(1, calm, Mutation.NONE);
    assertThat(result.violation()).isNull();
    assertThat(result.faults()).isEmpty();
  }

  /**
   * Seeds that fail where a mend is taken back. 1: a learner took itself for caught up after it had
   * missed lines that it was not in. 21: a learner counted as caught up whose disk had no room for
   * what the chain wrote. 360: a part of a range that was cut while it opened was never opened at
   * its tail.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 21, 360})
  void whatOnceFailedStaysMended(long seed) {
    assertThat(SeedResult.of(seed, DEFAULTS, Mutation.NONE).violation()).isNull();
  }
}
