package dev.rondel.testbed.scenario;

import dev.rondel.ring.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A cluster that was started by {@code ./rondel up}, controlled by the launcher's own commands.
 *
 * @param launcher the file to run
 * @param options for every command, such as {@code --data DIR}
 */
public record LauncherControl(Path launcher, List<String> options) implements ClusterControl {

  /** Longer than the launcher itself waits, which then says what it waited for. */
  private static final Duration LIMIT = Duration.ofMinutes(11);

  public LauncherControl {
    options = List.copyOf(options);
  }

  @Override
  public void add() throws IOException {
    run("add");
  }

  @Override
  public void remove(NodeId id) throws IOException {
    run("remove", id.value());
  }

  @Override
  public void kill(NodeId id) throws IOException {
    run("kill", id.value());
  }

  @Override
  public void restart(NodeId id) throws IOException {
    run("restart", id.value());
  }

  private void run(String... words) throws IOException {
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    command.addAll(List.of(words));
    command.addAll(options);
    // Into a file: what the command starts may keep its output open.
    Path output = Files.createTempFile("rondel-testbed-", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            "'"
                + String.join(" ", command)
                + "' was not done after "
                + LIMIT.toMinutes()
                + " minutes");
      }
      if (process.exitValue() != 0) {
        String said = Files.readString(output, StandardCharsets.UTF_8).strip();
        throw new IOException(
            "'"
                + String.join(" ", command)
                + "' failed with exit code "
                + process.exitValue()
                + ": "
                + said);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in '" + String.join(" ", command) + "'", stop);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
