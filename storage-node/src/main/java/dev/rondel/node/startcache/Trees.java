package dev.rondel.node.startcache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory with all that is in it. */
final class Trees {

  private Trees() {}

  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      for (Path file : list(directory)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** What is in a directory before the directory itself. */
  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
