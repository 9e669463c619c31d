package dev.rondel.shell.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM of a server: the same options for the training of its start-up cache and for every later
 * start.
 */
record Jvm(Path java) {

  /** Eleven JVMs share one machine: small heaps, and the collector with the smallest footprint. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms32m",
          "-Xmx160m",
          "-XX:MinHeapFreeRatio=20", // gives back what it does not need
          "-XX:MaxHeapFreeRatio=40",
          "-XX:MaxDirectMemorySize=64m",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  List<String> command(List<String> further) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(OPTIONS);
    command.addAll(further);
    return command;
  }
}
