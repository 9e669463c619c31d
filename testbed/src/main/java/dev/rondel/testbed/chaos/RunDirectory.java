package dev.rondel.testbed.chaos;

import dev.rondel.shell.Failure;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.load.HistoryFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a run leaves behind: its picture and report, and where it failed everything. */
record RunDirectory(Path path) {

  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /**
   * @param asked must not hold anything yet; null = a new one below {@code home}
   */
  static RunDirectory make(@Nullable Path asked, Path home) {
    Path path =
        asked == null
            ? home.resolve(".rondel")
                .resolve("chaos")
                .resolve(LocalDateTime.now(ZoneId.systemDefault()).format(NAME))
            : asked.toAbsolutePath();
    try {
      Files.createDirectories(path);
      try (Stream<Path> children = Files.list(path)) {
        if (children.findAny().isPresent()) {
          throw Failure.usage(path + " holds something already; a run wants a fresh directory");
        }
      }
    } catch (IOException e) {
      throw Failure.failed(path + " cannot be made: " + e);
    }
    return new RunDirectory(path);
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(path.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every operation in a line. */
  Path write(List<Operation> history) throws IOException {
    Path file = path.resolve("history.tsv");
    HistoryFile.write(file, history);
    return file;
  }
}
