package dev.rondel.testbed.chaos.plan;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a schedule is drawn for.
 *
 * @param nodes at the beginning
 * @param firstPort of the nodes, which names them
 * @param smallDisks how many of the first nodes have a disk that can be filled
 * @param duration of the run; the last act is undone within it
 */
public record ScheduleSettings(
    Set<Fault> faults, int nodes, int firstPort, int smallDisks, Duration duration) {

  public ScheduleSettings {
    faults = Set.copyOf(EnumSet.copyOf(faults));
    if (nodes < 3) {
      throw new IllegalArgumentException("with " + nodes + " nodes there is nobody left to go on");
    }
  }
}
