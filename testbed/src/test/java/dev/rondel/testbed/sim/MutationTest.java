package dev.rondel.testbed.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule that is broken on purpose is found out. */
final class MutationTest {

  private static final SimulationSettings DEFAULTS = SimulationSettings.defaults();
  private static final int MOST_SEEDS = 2_000;

  /**
   * Where the search begins for what shows seldom: shortly before a seed that shows it. From the
   * first one, as {@code simulate --mutations} looks, it would take a minute.
   */
  private static final Map<Mutation, Integer> BEGIN =
      Map.of(
          Mutation.NO_CHAIN_EPOCH, 35,
          Mutation.TOMBSTONES_FORGOTTEN, 395,
          Mutation.COPY_BEFORE_ERASURES, 1_610,
          Mutation.READ_WITHOUT_STANDING, 70,
          Mutation.UNFINISHED_DROPPED, 130);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void isFound(Mutation mutation) throws InterruptedException {
    int first = BEGIN.getOrDefault(mutation, 1);
    var seeds = new Seeds(DEFAULTS, mutation, first, MOST_SEEDS, 1);
    seeds.run(Runtime.getRuntime().availableProcessors());
    assertThat(seeds.failed()).as(mutation.text()).isNotEmpty();
    assertThat(seeds.failed().getFirst().violation()).doesNotStartWith("it ");
    System.out.printf(
        "%s: found by seed %d, after %d seeds%n",
        mutation, seeds.failed().getFirst().seed(), seeds.done());
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
