package dev.rondel.testbed.sim;

import dev.rondel.testbed.sim.Fault.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Chooses what goes wrong in a simulation: as much as the seed says, at any moment. */
final class FaultPlan {

  private static final int MOST_JOINS = 3;
  private static final int MOST_DAMAGES = 300;

  private FaultPlan() {}

  static List<Fault> of(SimulationSettings settings, Climate climate, Dice dice) {
    int count = climate.faults() == 0 ? 0 : 1 + dice.below(2 * climate.faults());
    int nodes = settings.nodes();
    var faults = new ArrayList<Fault>();
    for (int i = 0; i < count; i++) {
      Kind kind = pick(climate, dice);
      if (kind == Kind.JOIN && nodes == settings.nodes() + MOST_JOINS) {
        kind = Kind.RESET;
      }
      long at = dice.between(Dice.SECONDS, climate.seconds() * Dice.SECONDS);
      int one = kind == Kind.JOIN ? ++nodes : 1 + dice.below(nodes);
      int other = 1 + dice.below(nodes);
      faults.add(
          switch (kind) {
            case WEIGHT -> new Fault(kind, at, one, 1 + dice.below(3), 0);
            case REPLICAS -> new Fault(kind, at, 1 + dice.below(3), 0, 0);
            default -> new Fault(kind, at, one, other, lasts(dice));
          });
      if (kind == Kind.REPLICAS) {
        // Whoever is sent away comes back while its disk still forgets.
        long back = at + dice.between(50 * Dice.MILLIS, Dice.SECONDS);
        faults.add(new Fault(kind, back, 1 + dice.below(3), 0, 0));
      }
    }
    faults.sort(Comparator.comparingLong(Fault::at));
    return List.copyOf(faults);
  }

  /** Where and when disks damage what they hold: in one of three simulations. */
  static List<Fault> damages(SimulationSettings settings, Climate climate, Dice dice) {
    var faults = new ArrayList<Fault>();
    int count = settings.faults() == 0 || !dice.chance(1 / 3.0) ? 0 : 1 + dice.below(MOST_DAMAGES);
    for (int i = 0; i < count; i++) {
      long at = dice.between(Dice.SECONDS, climate.seconds() * Dice.SECONDS);
      int node = 1 + dice.below(settings.nodes());
      faults.add(new Fault(Kind.DAMAGE, at, node, dice.below(climate.keys()), dice.below(2)));
    }
    return faults;
  }

  private static Kind pick(Climate climate, Dice dice) {
    int total = Arrays.stream(Kind.values()).mapToInt(climate::weight).sum();
    int left = dice.below(total);
    for (Kind kind : Kind.values()) {
      left -= climate.weight(kind);
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the dart missed");
  }

  /** Mostly about as long as a lease, for that is where it matters. */
  private static long lasts(Dice dice) {
    return switch (dice.below(3)) {
      case 0 -> dice.between(10 * Dice.MILLIS, Dice.SECONDS);
      case 1 -> dice.between(Dice.SECONDS, 4 * Dice.SECONDS);
      default -> dice.between(3 * Dice.SECONDS, 15 * Dice.SECONDS);
    };
  }
}
