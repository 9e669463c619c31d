package dev.rondel.testbed;

import dev.rondel.testbed.bench.CheckBenchmark;
import dev.rondel.testbed.bench.StoreBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command: {@code rondel testbed benchmark …}. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = "Measures single parts on this machine. Nothing else should run meanwhile.",
    subcommands = CommandLine.HelpCommand.class,
    synopsisSubcommandLabel = "store|check",
    footer = {
      "",
      "Examples:",
      "  rondel testbed benchmark store                    about 3 minutes",
      "  rondel testbed benchmark store --directory /mnt/disk --rounds 9",
      "  rondel testbed benchmark check                    about 1 minute"
    })
final class BenchmarkCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "What is to be measured: store or check?");
  }

  @Command(
      name = "store",
      mixinStandardHelpOptions = true,
      description = {
        "Durable puts per second by 1, 16, 64 and 256 writers, and gets per second by 16 threads:"
            + " of the store, of the same log with a map on the heap (its ceiling), and of MapDB's"
            + " own transactions.",
        "They take turns in short rounds; the median is told, and how long one sync took."
      })
  int store(
      @Option(
              names = "--directory",
              paramLabel = "DIR",
              description = "On the disk to be measured. Default: a temporary one, deleted again.")
          @Nullable Path directory,
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "5",
              description = "For each figure. Default: ${DEFAULT-VALUE}.")
          int rounds,
      @Option(
              names = "--seconds",
              paramLabel = "S",
              defaultValue = "2",
              description = "That a round takes. Default: ${DEFAULT-VALUE}.")
          double seconds)
      throws IOException {
    refuseUnless(rounds > 0 && seconds > 0, "--rounds and --seconds have to be above 0");
    StoreBenchmark.run(directory, rounds, Duration.ofMillis(Math.round(seconds * 1_000)));
    return ExitCode.OK;
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "How long it takes to judge histories, whether they are linearizable.")
  int check(
      @Option(
              names = "--operations",
              paramLabel = "N",
              defaultValue = "1000000",
              description = "In each history, 10,000 or more. Default: ${DEFAULT-VALUE}.")
          int operations) {
    refuseUnless(operations >= 10_000, "--operations have to be 10,000 or more");
    CheckBenchmark.run(operations);
    return ExitCode.OK;
  }

  private void refuseUnless(boolean right, String message) {
    if (!right) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
