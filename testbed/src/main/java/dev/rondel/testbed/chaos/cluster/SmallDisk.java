package dev.rondel.testbed.chaos.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A file system of its own for one node's data, small enough to be filled: a tmpfs, which only root
 * may mount.
 */
public final class SmallDisk implements AutoCloseable {

  private static final int MEGABYTES = 192;
  private static final long COMMAND_SECONDS = 20;

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /**
   * Whether such disks can be had.
   *
   * @param why not; empty where they can
   */
  public record Support(String why) {
    static final Support YES = new Support("");

    public boolean isThere() {
      return why.isEmpty();
    }
  }

  /** Mounts one, and hands it over. */
  static Support mount(Path directory, Consumer<SmallDisk> taker) {
    try {
      Files.createDirectories(directory);
      run(
          "mount",
          "-t",
          "tmpfs",
          "-o",
          "size=" + MEGABYTES + "m",
          "rondel-chaos",
          directory.toString());
      taker.accept(new SmallDisk(directory));
      return Support.YES;
    } catch (IOException no) {
      return new Support(String.valueOf(no.getMessage()));
    }
  }

  /** Leaves no room on it. */
  public void fill() throws IOException {
    byte[] zeros = new byte[64 * 1024];
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(zeros);
      }
    } catch (IOException full) {
      if (Files.size(filler()) == 0) {
        throw full;
      }
    }
  }

  public void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return directory.resolve("chaos-filler");
  }

  @Override
  public void close() {
    try {
      run("umount", directory.toString());
    } catch (IOException busy) {
      try {
        run("umount", "-l", directory.toString());
      } catch (IOException e) {
        System.err.println(
            "rondel testbed: " + directory + " cannot be unmounted: " + e.getMessage());
      }
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(
            said.isEmpty() ? String.join(" ", List.of(command)) + " failed" : said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
