package dev.rondel.testbed.sim;

import java.util.List;
import java.util.random.RandomGenerator;

/** Chance, from one seed; each part of the world has dice of its own. */
final class Dice {

  static final long MILLIS = 1_000_000;
  static final long SECONDS = 1_000 * MILLIS;

  private final RandomGenerator random;

  Dice(RandomGenerator random) {
    this.random = random;
  }

  long between(long low, long high) {
    return low >= high ? low : random.nextLong(low, high);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  double between(double low, double high) {
    return random.nextDouble(low, high);
  }

  <T> T any(List<? extends T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
