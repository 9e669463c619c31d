package dev.rondel.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule that is broken on purpose is found out. */
final class MutationTest {

  private static final SimulationSettings DEFAULTS = SimulationSettings.defaults();
  private static final int MOST_SEEDS = 2_000;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void isFound(Mutation mutation) throws InterruptedException {
    var seeds = new Seeds(DEFAULTS, mutation, 1, MOST_SEEDS, 1);
    seeds.run(Runtime.getRuntime().availableProcessors());
    System.out.printf("%s: found after %d seeds%n", mutation, seeds.done());
    assertThat(seeds.failed()).as(mutation.text()).isNotEmpty();
  }

  @Test
  void itsScheduleIsMadeShort() {
    SeedResult failed = null;
    for (long seed = 1; failed == null; seed++) {
      SeedResult result = SeedResult.of(seed, DEFAULTS, Mutation.LEARNER_NOT_ASKED);
      failed = result.isGood() ? null : result;
    }
    var minimised = Minimiser.minimise(failed, DEFAULTS, Mutation.LEARNER_NOT_ASKED);
    assertThat(minimised.result().violation()).isNotNull();
    assertThat(minimised.result().faults().size()).isLessThan(failed.faults().size());
    assertThat(minimised.trace()).isNotEmpty();
  }
}
