package dev.rondel.testbed.chaos.plan;

import java.util.Arrays;
import java.util.Locale;

/** The kinds of trouble. */
public enum Fault {
  /** {@code kill -9} of a node, which is started again after a while. */
  KILL(4),
  /** {@code kill -STOP} of a node, and {@code kill -CONT} after a while. */
  PAUSE(4),
  /** A cut of the network around a node. */
  CUT(5),
  /** A node's disk is full for a while. */
  DISK(2),
  /** The coordinator is killed and paused in turn, for a while. */
  COORDINATOR(3),
  /** A node joins: a new one, or one that has left. */
  JOIN(2),
  /** A node is drained, leaves, and is ended. */
  LEAVE(2),
  /** {@code kill -9} of everything at once. */
  RESTART_ALL(1);

  private final int weight;

  Fault(int weight) {
    this.weight = weight;
  }

  /** How often it is chosen, beside the others. */
  int weight() {
    return weight;
  }

  /** As people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException where there is none of this name
   */
  public static Fault named(String word) {
    return Arrays.stream(values())
        .filter(fault -> fault.word().equals(word.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no fault '%s'; there are %s"
                        .formatted(
                            word,
                            String.join(",", Arrays.stream(values()).map(Fault::word).toList()))));
  }
}
