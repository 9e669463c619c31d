package dev.rondel.testbed.chaos.plan;

import java.time.Duration;
import java.util.Locale;

/**
 * An act and its time.
 *
 * @param at since the beginning of the run
 */
public record Planned(Duration at, Act act) {

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%7.1f s  %s", at.toMillis() / 1000.0, act);
  }
}
