package dev.rondel.testbed.sim;

/**
 * How large a simulation is.
 *
 * @param nodes at the beginning; up to three more may join
 * @param replicas the replication factor at the beginning
 * @param keys few, so that operations meet
 * @param clients that ask one thing at a time each
 * @param seconds of trouble, in simulated time; healing comes after them
 * @param faults in this time, about
 */
public record SimulationSettings(
    int nodes, int replicas, int keys, int clients, int seconds, int faults) {

  public SimulationSettings {
    if (nodes < 1 || replicas < 1 || keys < 1 || clients < 1 || seconds < 1 || faults < 0) {
      throw new IllegalArgumentException("a simulation has at least one of everything");
    }
  }

  public static SimulationSettings defaults() {
    return new SimulationSettings(5, 2, 6, 4, 40, 14);
  }
}
