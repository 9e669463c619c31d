package dev.rondel.testbed.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds a short list of faults with which a seed still breaks a rule (delta debugging: Zeller and
 * Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002).
 */
public final class Minimiser {

  private static final int MOST_RUNS = 150;

  private final long seed;
  private final SimulationSettings settings;
  private final Mutation mutation;
  private int runs;

  private Minimiser(long seed, SimulationSettings settings, Mutation mutation) {
    this.seed = seed;
    this.settings = settings;
    this.mutation = mutation;
  }

  /**
   * @param failed a result with a violation; not necessarily the same one is kept
   */
  public static Minimised minimise(
      SeedResult failed, SimulationSettings settings, Mutation mutation) {
    return new Minimiser(failed.seed(), settings, mutation).minimise(failed.faults());
  }

  /**
   * The shortest that was found.
   *
   * @param trace all that happened, in text
   */
  public record Minimised(SeedResult result, List<String> trace) {}

  private Minimised minimise(List<Fault> all) {
    List<Fault> shortest = all;
    int chunk = Math.max(1, shortest.size() / 2);
    while (chunk > 0 && runs < MOST_RUNS) {
      boolean shorter = false;
      for (int from = 0; from < shortest.size() && runs < MOST_RUNS; ) {
        var without = new ArrayList<>(shortest);
        without.subList(from, Math.min(shortest.size(), from + chunk)).clear();
        if (breaks(without)) {
          shortest = without;
          shorter = true;
        } else {
          from += chunk;
        }
      }
      if (!shorter || chunk > shortest.size()) {
        chunk /= 2;
      }
    }
    var told = new Simulation(seed, settings, mutation, shortest, true);
    return new Minimised(SeedResult.of(seed, told), told.trace().lines());
  }

  private boolean breaks(List<Fault> faults) {
    runs++;
    var simulation = new Simulation(seed, settings, mutation, faults, false);
    return !SeedResult.of(seed, simulation).isGood();
  }
}
