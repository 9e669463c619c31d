package dev.rondel.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writing process is killed at random moments, in writes, checkpoints, journals and openings, and
 * goes on from what is there: what it had acknowledged is there, nothing is damaged, and the state
 * is that of a prefix of its operations. {@code -Drondel.crash.kills=80} for a long run, {@code
 * -Drondel.crash.seed} for the moments of another one.
 */
class CrashTest {

  private static final int KILLS = Integer.getInteger("rondel.crash.kills", 8);
  private static final long SEED = Long.getLong("rondel.crash.seed", System.nanoTime());

  @TempDir Path directory;

  @Test
  void aKilledWriterLosesNothingThatItAcknowledged() throws IOException, InterruptedException {
    System.out.println("crash test: " + KILLS + " kills, -Drondel.crash.seed=" + SEED);
    Random random = new Random(SEED);
    Path data = directory.resolve("data");
    long acknowledged = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      long before = acknowledged;
      acknowledged = writeAndKill(data, acknowledged, random);
      Path copy = directory.resolve("copy-" + kill);
      copy(data, copy);
      try (MapDbPairStore store = MapDbPairStore.open(StoreOptions.in(copy))) {
        assertThat(new Workload().moveTo(store, acknowledged))
            .as("kill %d of seed %d, acknowledged %d to %d", kill, SEED, before, acknowledged)
            .isNull();
      }
      delete(copy);
    }
    System.out.println(
        "crash test: " + acknowledged + " operations acknowledged over " + KILLS + " kills");
    assertThat(acknowledged).isPositive();
  }

  /** The number of the last operation that the process acknowledged before it was killed. */
  private static long writeAndKill(Path data, long acknowledged, Random random)
      throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                JavaCommand.of(CrashWriter.class, data.toString(), Long.toString(acknowledged)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    boolean whileOpening = random.nextInt(5) == 0;
    long last = acknowledged;
    AtomicBoolean broken = new AtomicBoolean();
    Thread killer = Thread.ofPlatform().unstarted(() -> kill(writer, random.nextInt(1, 1_000)));
    if (whileOpening) {
      killer.start();
    }
    try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null) {
        if (!line.chars().allMatch(Character::isDigit)) {
          System.out.println(line);
          broken.set(true);
          break;
        }
        // A line that the kill cut short is a smaller number.
        last = Math.max(last, Long.parseLong(line));
        if (killer.getState() == Thread.State.NEW) {
          killer.start();
        }
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(writer.exitValue())
        .as("the writer's end by SIGKILL, and not by its own fault")
        .isEqualTo(137);
    assertThat(broken).as("the writer says that something is wrong").isFalse();
    return last;
  }

  /**
   * By its handle: {@link Process#destroyForcibly} would close the stream that is still being read.
   */
  private static void kill(Process writer, int afterMillis) {
    try {
      writer.waitFor(afterMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.toHandle().destroyForcibly();
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    if (Files.exists(from)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
        for (Path file : files) {
          copyIfThere(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  private static void copyIfThere(Path file, Path to) throws IOException {
    try {
      Files.copy(file, to);
    } catch (java.nio.file.NoSuchFileException droppedMeanwhile) {
      // A segment of the log that a checkpoint has made superfluous.
    }
  }

  static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
