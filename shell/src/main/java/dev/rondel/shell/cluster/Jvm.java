package dev.rondel.shell.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The JVM of a server: the same options for the training of its start-up cache and for every later
 * start.
 */
record Jvm(Path java) {

  /** Further options for the servers, with spaces between; the last of two that differ counts. */
  private static final String FURTHER = "RONDEL_JAVA_OPTIONS";

  /**
   * Eleven JVMs share one machine: small heaps, the collector with the smallest footprint, and the
   * fast compiler alone. Eleven times the slow one, and the profiles that it needs, cost more than
   * they gave: without, ten nodes on two cores started with three quarters of the processor time,
   * and in minutes of load spent two thirds of it on an operation. A start-up cache at the address
   * that it was made for is not written to, so its pages are shared, and nothing has to be put
   * right in them: 25 MB and a tenth of the start. What the compiler needed while it started goes
   * back to the system: 20 MB. Which beans there are was decided when the jar was built.
   */
  private static final List<String> OPTIONS =
      List.of(
          "-Dspring.aot.enabled=true",
          "-XX:+UseSerialGC",
          "-Xms32m",
          "-Xmx160m",
          "-XX:MinHeapFreeRatio=20", // gives back what it does not need
          "-XX:MaxHeapFreeRatio=40",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:-AOTRecordTraining",
          "-XX:TieredStopAtLevel=1",
          "-XX:TrimNativeHeapInterval=10000", // milliseconds
          "-XX:MaxDirectMemorySize=64m",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /**
   * What a start-up cache is good for, beside the jar that it was made of: any other JVM, or the
   * same one with other options, passes it over.
   */
  String identity() {
    Path release = java.resolveSibling(Path.of("..", "release"));
    try {
      return Files.readString(release) + OPTIONS;
    } catch (IOException notTold) {
      return java + " " + OPTIONS;
    }
  }

  List<String> command(List<String> further) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(OPTIONS);
    Pattern.compile("\\s+")
        .splitAsStream(System.getenv().getOrDefault(FURTHER, ""))
        .filter(Predicate.not(String::isEmpty))
        .forEach(command::add);
    command.addAll(further);
    return command;
  }
}
