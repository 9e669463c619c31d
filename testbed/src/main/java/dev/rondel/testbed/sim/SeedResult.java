package dev.rondel.testbed.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one seed.
 *
 * @param hash of everything that happened: the same for the same seed, settings and program
 * @param violation the rule that was broken, and how it was seen; null where all was well
 */
public record SeedResult(
    long seed,
    long hash,
    int operations,
    long events,
    long simulatedNanos,
    List<Fault> faults,
    @Nullable String violation) {

  public SeedResult {
    faults = List.copyOf(faults);
  }

  public boolean isGood() {
    return violation == null;
  }

  /** Runs the simulation of this seed. */
  public static SeedResult of(long seed, SimulationSettings settings, Mutation mutation) {
    return of(seed, new Simulation(seed, settings, mutation, null, false));
  }

  static SeedResult of(long seed, Simulation simulation) {
    String violation = null;
    try {
      simulation.run();
    } catch (Violation broken) {
      violation = broken.getMessage();
    } catch (RuntimeException bug) {
      // A core that throws is as wrong as one that breaks a rule.
      violation = "it throws " + bug + " at " + List.of(bug.getStackTrace()).getFirst();
    }
    return new SeedResult(
        seed,
        simulation.trace().hash(),
        simulation.operations(),
        simulation.trace().events(),
        simulation.simulatedNanos(),
        simulation.faults(),
        violation);
  }
}
