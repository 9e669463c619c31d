package dev.rondel.testbed.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code rondel shell}, as it is used from a pipe. */
final class Shell {

  private Shell() {}

  /** What it prints for these lines, which all have to succeed. */
  static String run(URI coordinator, List<String> lines) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Drondel.home=" + System.getProperty("rondel.home", ""),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.rondel.shell.Rondel",
                "shell",
                "--coordinator",
                coordinator.toString())
            .redirectErrorStream(true)
            .start();
    try (var in = process.getOutputStream()) {
      in.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Walk.check(process.waitFor() == 0, "the shell ends with " + process.exitValue() + ": " + told);
    return told;
  }
}
