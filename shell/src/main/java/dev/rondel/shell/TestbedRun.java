package dev.rondel.shell;

import dev.rondel.shell.cluster.ClusterDirectory;
import dev.rondel.shell.cluster.ClusterState;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The testbed as a process of its own, with this terminal. When this command is to end before it,
 * as at a Ctrl-C, the testbed is asked to end, and this command waits until it has told how far it
 * came.
 */
final class TestbedRun {

  private static final String MAIN = "dev.rondel.testbed.Testbed";

  /** More than the testbed takes for any of its commands to tell how far it came. */
  private static final long PATIENCE_SECONDS = 150;

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private boolean handsOver;

  /**
   * @param home the repository
   */
  TestbedRun(Path home) {
    this.home = home;
  }

  /** Tells the testbed, and the commands that it runs, which cluster is meant. */
  TestbedRun against(ClusterDirectory directory, ClusterState cluster) {
    environment.put(LocalOptions.DATA_VARIABLE, directory.path().toString());
    environment.put(ClusterOptions.COORDINATOR_VARIABLE, cluster.coordinator().url());
    return this;
  }

  /** Tells it which cluster is meant, which need not be one of this machine. */
  TestbedRun against(URI coordinator) {
    environment.put(ClusterOptions.COORDINATOR_VARIABLE, coordinator.toString());
    return this;
  }

  /**
   * Nothing else is to be done: however it comes to its end, its exit code is that of this command.
   */
  TestbedRun handingOver() {
    handsOver = true;
    return this;
  }

  /** Blocks until it has ended. Its exit code. */
  int run(List<String> arguments, Console console) {
    Path target = home.resolve("testbed").resolve("target");
    Path jar = target.resolve("testbed.jar");
    if (!Files.exists(jar)) {
      throw Failure.failed(jar + " is missing; build it by: mvn -DskipTests package");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED", // MapDB's, in 'benchmark'
            "--sun-misc-unsafe-memory-access=allow"));
    for (String name :
        List.of("rondel.home", "rondel.terminal.out", "rondel.terminal.err", "rondel.columns")) {
      command.add("-D" + name + "=" + System.getProperty(name, ""));
    }
    command.addAll(List.of("-cp", jar + File.pathSeparator + target.resolve("lib") + "/*", MAIN));
    command.addAll(arguments);
    var running = new AtomicReference<@Nullable Process>();
    var atExit = new Thread(() -> end(running.get()), "rondel-end-testbed");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      var builder = new ProcessBuilder(command).inheritIO();
      builder.environment().putAll(environment);
      if (console.isForPrograms()) {
        builder.redirectOutput(ProcessBuilder.Redirect.to(Path.of("/dev/stderr").toFile()));
      }
      Process process = builder.start();
      running.set(process);
      int exit = exitOf(process);
      running.set(null);
      if (Thread.currentThread().isInterrupted() && !handsOver) {
        throw new Failure(ExitCode.INTERRUPTED, "interrupted");
      }
      return exit;
    } catch (IOException e) {
      throw Failure.failed("the testbed cannot be started: " + e.getMessage());
    } finally {
      removeHook(atExit);
    }
  }

  /**
   * An interrupt, as of a Ctrl-C in a shell, asks it to end, and a second one does not ask. Either
   * way it has ended when this returns, and the thread is interrupted still.
   */
  private static int exitOf(Process process) {
    for (int interrupts = 0; ; interrupts++) {
      try {
        int exit = process.waitFor();
        if (interrupts > 0) {
          Thread.currentThread().interrupt();
        }
        return exit;
      } catch (InterruptedException asked) {
        if (interrupts == 0) {
          process.destroy();
        } else {
          process.destroyForcibly();
        }
      }
    }
  }

  private static void removeHook(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // Then it runs, and does what is left to do.
    }
  }

  private void end(@Nullable Process process) {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && handsOver) {
        Runtime.getRuntime().halt(process.exitValue());
      }
    } catch (InterruptedException now) {
      Thread.currentThread().interrupt();
    }
  }
}
