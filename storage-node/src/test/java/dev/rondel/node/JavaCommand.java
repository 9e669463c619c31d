package dev.rondel.node;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A main class of these tests, or of what they test, in a process of its own. */
public final class JavaCommand {

  private JavaCommand() {}

  public static List<String> of(Class<?> main, String... arguments) {
    return Stream.concat(
            Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()),
            Stream.of(arguments))
        .toList();
  }
}
