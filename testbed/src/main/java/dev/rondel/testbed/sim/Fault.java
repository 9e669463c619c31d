package dev.rondel.testbed.sim;

import java.util.Locale;

/**
 * Something that goes wrong, or that an operator wants, at a moment of a simulation.
 *
 * @param at nanoseconds from the beginning
 * @param one the node that it strikes, by number
 * @param other a second one, where the kind has two
 * @param lasts nanoseconds, where it passes by itself
 */
public record Fault(Kind kind, long at, int one, int other, long lasts) {

  /** What happens. */
  public enum Kind {
    KILL(14, "n%1$d is killed for %3$s"),
    PAUSE(12, "n%1$d is paused for %3$s"),
    CUT_OFF(10, "n%1$d is cut off from everybody for %3$s"),
    CUT_COORDINATOR(8, "n%1$d and the coordinator are cut for %3$s"),
    CUT_PAIR(8, "n%1$d and n%2$d are cut for %3$s"),
    CUT_ONE_WAY(8, "nothing reaches n%2$d from n%1$d for %3$s"),
    RESET(8, "the connections of n%1$d and n%2$d hang, and break"),
    SLOW_DISK(8, "the disk of n%1$d is slow for %3$s"),
    FULL_DISK(6, "the disk of n%1$d is full for %3$s"),
    KILL_COORDINATOR(6, "the coordinator is killed for %3$s"),
    PAUSE_COORDINATOR(4, "the coordinator is paused for %3$s"),
    KILL_ALL(2, "everybody is killed for %3$s"),
    JOIN(6, "a new node, n%1$d, joins"),
    REJOIN(4, "n%1$d joins again, if it has left"),
    DRAIN(5, "n%1$d leaves"),
    WEIGHT(5, "the weight of n%1$d becomes %2$d"),
    REPLICAS(6, "the replication factor becomes %1$d"),
    /** Chosen apart from the others. */
    DAMAGE(0, "what n%1$d has stored of a key, k%2$d, or stores next, is damaged");

    private final int weight;
    private final String text;

    Kind(int weight, String text) {
      this.weight = weight;
      this.text = text;
    }

    /** How frequent it is, where nothing else is said. */
    int weight() {
      return weight;
    }
  }

  @Override
  public String toString() {
    String duration = String.format(Locale.ROOT, "%.3f s", lasts / 1e9);
    String what = kind.text.formatted(one, other, duration);
    return String.format(Locale.ROOT, "%7.3f  %s", at / 1e9, what);
  }
}
