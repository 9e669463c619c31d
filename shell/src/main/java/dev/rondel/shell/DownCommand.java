package dev.rondel.shell;

import dev.rondel.shell.cluster.ClusterDirectory;
import dev.rondel.shell.cluster.ClusterSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = {
      "Stops the cluster of this machine: asks each process to end, then kills what has not ended.",
      "The data stays, and 'rondel up' goes on with it, unless --wipe removes it."
    },
    footer = {"", "Examples:", "  rondel down", "  rondel down --wipe --yes"})
final class DownCommand implements Callable<Integer> {

  @Mixin private final LocalOptions options = new LocalOptions();

  @Option(names = "--wipe", description = "Remove all data of the cluster, after asking.")
  private boolean wipe;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public Integer call() {
    Console console = options.console();
    ClusterDirectory directory = options.directory();
    if (directory.state().isEmpty()) {
      throw Failure.notRunning("no cluster was ever started in " + directory.path());
    }
    if (wipe && !yes) {
      confirm(directory);
    }
    try (ClusterSession session = options.open(directory, console, Duration.ZERO, "down")) {
      console.waiting("stopping");
      int stopped = session.stopAll();
      if (wipe) {
        session.wipe();
      }
      console.clearWaiting();
      if (options.json()) {
        console.json(Map.of("stopped", stopped, "wiped", wipe));
      } else {
        console.result(stopped == 0 ? "nothing was running" : "stopped " + stopped + " processes");
        console.result(
            wipe
                ? "removed the data in " + directory.path()
                : "the data stays in " + directory.path());
      }
      return ExitCode.OK;
    }
  }

  private static void confirm(ClusterDirectory directory) {
    if (!Boolean.getBoolean("rondel.terminal.in")) {
      throw Failure.usage(
          "--wipe removes all data in " + directory.path() + "; without a terminal, say --yes too");
    }
    System.out.print("Remove all data of the cluster in " + directory.path() + "? [y/N] ");
    System.out.flush();
    var keyboard = new Scanner(System.in, StandardCharsets.UTF_8);
    if (!keyboard.hasNextLine() || !keyboard.nextLine().strip().equalsIgnoreCase("y")) {
      throw Failure.failed("not confirmed; nothing was done");
    }
  }
}
