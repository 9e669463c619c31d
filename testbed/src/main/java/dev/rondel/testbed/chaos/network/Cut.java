package dev.rondel.testbed.chaos.network;

import java.util.Set;

/**
 * A network fault: nothing arrives in these directions.
 *
 * @param treatment not {@link Treatment#PASS}
 */
public record Cut(Set<Direction> directions, Treatment treatment) {

  public Cut {
    directions = Set.copyOf(directions);
    if (directions.isEmpty() || treatment == Treatment.PASS) {
      throw new IllegalArgumentException("a cut cuts something: " + directions + " " + treatment);
    }
  }

  /** From one party to another. */
  public record Direction(Party from, Party to) {}
}
