package dev.rondel.testbed.demo;

import java.io.IOException;
import java.util.List;

/** One system, walked through. */
interface Demo {

  String title();

  /** With which the servers of its own cluster are started. */
  default List<String> arguments() {
    return List.of();
  }

  default int replicas() {
    return 2;
  }

  /** Of its own cluster, where nobody says another number. */
  default int nodes() {
    return 4;
  }

  /**
   * @throws Walk.Failed where a step does not come to what it should
   */
  void walk(Walk walk, Stage stage) throws IOException, InterruptedException;
}
