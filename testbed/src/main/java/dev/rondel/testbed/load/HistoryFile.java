package dev.rondel.testbed.load;

import dev.rondel.testbed.history.Operation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A history as a file for people and their tools: one operation in a line, columns set apart by
 * tabs.
 */
public final class HistoryFile {

  private HistoryFile() {}

  /** By key and beginning, in nanoseconds since the first. */
  public static void write(Path file, Collection<Operation> history) throws IOException {
    long origin = history.stream().mapToLong(Operation::from).min().orElse(0);
    List<Operation> ordered =
        history.stream()
            .sorted(Comparator.comparing(Operation::key).thenComparingLong(Operation::from))
            .toList();
    try (var out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
      out.println("key\tclient\tfrom_ns\tto_ns\tasked\tanswered");
      for (Operation one : ordered) {
        out.println(
            String.join(
                "\t",
                one.key(),
                Integer.toString(one.client()),
                Long.toString(one.from() - origin),
                Long.toString(one.to() - origin),
                one.asked(),
                one.answered()));
      }
      if (out.checkError()) {
        throw new IOException("the history cannot be written to " + file);
      }
    }
  }
}
