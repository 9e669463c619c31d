package dev.rondel.testbed;

import dev.rondel.testbed.chaos.ChaosCommand;
import dev.rondel.testbed.demo.DemoCommand;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command: {@code rondel testbed …}. */
@Command(
    name = "testbed",
    mixinStandardHelpOptions = true,
    version = "rondel testbed",
    description =
        "Tries a running cluster: loads pairs, reads them from every node, and checks that all is"
            + " right.",
    subcommands = {
      GenerateCommand.class,
      RunCommand.class,
      LoadCommand.class,
      CheckCommand.class,
      ChaosCommand.class,
      DemoCommand.class,
      SimulateCommand.class,
      BenchmarkCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  rondel testbed generate              100 pairs into test_bed.csv",
      "  rondel testbed run                   load them, read each from every node",
      "  rondel testbed run --scenario fail   kill a node; nothing may be lost",
      "",
      "Exit codes:",
      "  0 all right, 1 something is wrong, 2 wrong usage, 3 nobody answers,",
      "  130 interrupted"
    })
public final class Testbed {

  private static final int NARROWEST = 80;
  private static final int WIDEST = 120;

  /** What users find as commands of {@code rondel} itself. */
  private static final Set<String> OWN_COMMANDS =
      Set.of("check", "chaos", "demo", "load", "simulate");

  private Testbed() {}

  public static void main(String[] arguments) {
    boolean stepsOut = arguments.length > 0 && OWN_COMMANDS.contains(arguments[0]);
    System.exit(
        commandLine().setCommandName(stepsOut ? "rondel" : "rondel testbed").execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Testbed())
        .setCommandName("rondel testbed")
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(
            Math.clamp(Integer.getInteger("rondel.columns", NARROWEST), NARROWEST, WIDEST))
        .setExecutionExceptionHandler(
            (exception, commandLine, _) -> {
              if (exception instanceof Failure failure) {
                commandLine.getErr().println("rondel testbed: " + failure.getMessage());
                return failure.exitCode();
              }
              if (exception instanceof dev.rondel.shell.Failure failure) {
                commandLine.getErr().println("rondel: " + failure.getMessage());
                return failure.exitCode();
              }
              throw exception;
            });
  }
}
