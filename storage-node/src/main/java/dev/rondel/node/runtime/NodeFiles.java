package dev.rondel.node.runtime;

import dev.rondel.ring.NodeId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * {@code node.properties} in the data directory: whose data it is, and the number of this start.
 */
public final class NodeFiles {

  /** How the name ends of what {@link #replace} writes, until it stands in its place. */
  public static final String DRAFT = ".tmp";

  private NodeFiles() {}

  /**
   * Raises the incarnation, durably.
   *
   * @throws IllegalStateException where the directory holds another node's data, or its file is
   *     damaged
   * @throws UncheckedIOException where it cannot be written
   */
  static long nextIncarnation(Path directory, NodeId self, long clockMillis) {
    Path file = directory.resolve("node.properties");
    try {
      Files.createDirectories(directory);
      long last = 0;
      if (Files.exists(file)) {
        var known = new Properties();
        known.load(new StringReader(Files.readString(file)));
        String id = known.getProperty("id", self.value());
        if (!id.equals(self.value())) {
          throw new IllegalStateException(
              directory.toAbsolutePath()
                  + " holds the data of node "
                  + id
                  + ", not of "
                  + self
                  + "; give each node a directory of its own with rondel.data");
        }
        last = number(file, known.getProperty("incarnation", "0"));
      }
      long next = Math.max(last + 1, clockMillis);
      replace(file, "id=" + self + "\nincarnation=" + next + "\n");
      return next;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write " + file.toAbsolutePath() + "; choose another directory with rondel.data",
          e);
    }
  }

  private static long number(Path file, String incarnation) {
    try {
      return Long.parseLong(incarnation);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          file.toAbsolutePath() + " is damaged: '" + incarnation + "' is no incarnation", e);
    }
  }

  /**
   * Puts the text in the place of the file, durably: a crash leaves the file before, or this one.
   */
  public static void replace(Path file, String text) throws IOException {
    replace(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** What a file is to have in it. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** The same for content of any size. */
  public static void replace(Path file, Content content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + DRAFT);
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var out = new BufferedOutputStream(Channels.newOutputStream(channel));
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (var directory = FileChannel.open(file.toAbsolutePath().getParent())) {
      directory.force(true);
    }
  }
}
