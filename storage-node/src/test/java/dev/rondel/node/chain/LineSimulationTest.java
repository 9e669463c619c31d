package dev.rondel.node.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The chain under crashes, cuts and changes of its line. */
class LineSimulationTest {

  private static final int SEEDS = Integer.getInteger("rondel.chain.seeds", 400);

  @Test
  void noKeyGoesBackWhileLinesChange() {
    int committed = 0;
    int reads = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      var simulation = new LineSimulation(seed);
      try {
        simulation.run(3_000, false);
        simulation.heal();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
      committed += simulation.committed;
      reads += simulation.reads;
    }
    System.out.printf("%d seeds: %d writes committed, %d reads%n", SEEDS, committed, reads);
    assertThat(committed).isGreaterThan(SEEDS);
    assertThat(reads).isGreaterThan(SEEDS);
  }
}
