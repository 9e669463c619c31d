package dev.rondel.shell.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM of a server: the same options for the training of its start-up cache and for every later
 * start.
 */
record Jvm(Path java) {

  /**
   * Eleven JVMs share one machine: small heaps, and the collector with the smallest footprint. A
   * start-up cache at the address that it was made for is not written to, so its pages are shared,
   * and nothing has to be put right in them: 25 MB and a tenth of the start. What the compiler
   * needed while it started goes back to the system: 20 MB. And a start is no time for the slow
   * compiler: it took half of the processor time of a start, most of it on what the profiles in the
   * cache said was hot in training, which is the start itself. What is hot under load passes ten
   * times the usual thresholds within seconds. Which beans there are was decided when the jar was
   * built.
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
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=20000",
          "-XX:Tier4CompileThreshold=60000",
          "-XX:Tier4BackEdgeThreshold=400000",
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
    command.addAll(further);
    return command;
  }
}
