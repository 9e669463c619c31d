package dev.rondel.testbed.sim;

import dev.rondel.testbed.sim.Fault.Kind;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is usual in one simulation: how busy the clients are, how slow the network, which faults are
 * frequent and which never happen. Every seed has its own; a mixture of all in each would seldom
 * come to the corners (swarm testing: Groce and others, 2012).
 *
 * @param keys that are asked for, at most as many as there are
 * @param think the longest pause between two operations of a client
 * @param delay the longest usual delay of a message
 * @param hiccup the probability that a disk takes long for once
 * @param seconds of trouble: the busier the clients, the shorter
 * @param faults about how many
 * @param weights of the kinds of faults
 */
record Climate(
    int keys,
    long think,
    long delay,
    double hiccup,
    int seconds,
    int faults,
    Map<Kind, Integer> weights) {

  private static final int BUSY = 4;

  static Climate of(SimulationSettings settings, Dice dice) {
    boolean busy = dice.chance(0.5);
    int part = busy ? BUSY : 1;
    var weights = new EnumMap<Kind, Integer>(Kind.class);
    for (Kind kind : Kind.values()) {
      if (kind.weight() > 0) {
        weights.put(kind, kind.weight() * new int[] {0, 1, 1, 3}[dice.below(4)]);
      }
    }
    weights.merge(Kind.RESET, 1, Integer::sum);
    return new Climate(
        1 + dice.below(settings.keys()),
        busy ? dice.between(5 * Dice.MILLIS, 60 * Dice.MILLIS) : 500 * Dice.MILLIS,
        dice.chance(0.7) ? 3 * Dice.MILLIS : dice.between(3 * Dice.MILLIS, 60 * Dice.MILLIS),
        dice.chance(0.2) ? 0.2 : 0.01,
        Math.max(2, settings.seconds() / part),
        settings.faults() == 0 ? 0 : Math.max(1, settings.faults() * 2 / (1 + part)),
        Map.copyOf(weights));
  }

  int weight(Kind kind) {
    return weights.getOrDefault(kind, 0);
  }
}
