package dev.rondel.shell;

import dev.rondel.shell.line.NearNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code rondel} command. */
@Command(
    name = "rondel",
    mixinStandardHelpOptions = true,
    version = "rondel 0.1.0",
    description = "Runs a distributed hash table on this machine, and talks to one anywhere.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      StatusCommand.class,
      DownCommand.class,
      AddCommand.class,
      RemoveCommand.class,
      KillCommand.class,
      RestartCommand.class,
      AcceptLossCommand.class,
      PutCommand.class,
      GetCommand.class,
      DeleteCommand.class,
      LookupCommand.class,
      FilesCommand.class,
      FingersCommand.class,
      SetrCommand.class,
      GetrCommand.class,
      LocksCommand.class,
      LockGetCommand.class,
      LockReleaseCommand.class,
      QueryServersCommand.class,
      SetCommand.class,
      QueryAllKeysCommand.class,
      PrintCommand.class,
      RingCommand.class,
      NodesCommand.class,
      WatchCommand.class,
      ShellCommand.class,
      TestbedCommand.class,
      TestbedCommand.Check.class,
      TestbedCommand.Chaos.class,
      TestbedCommand.Demo.class,
      TestbedCommand.Load.class,
      TestbedCommand.Simulate.class
    },
    footer = {
      "",
      "Each command tells more by --help.",
      "",
      "Begin with:",
      "  rondel up                start a coordinator and ten nodes, load 100 pairs",
      "  rondel put hello world   store a pair",
      "  rondel get hello         read it back, from any replica",
      "  rondel shell             all of this at a prompt, with history and completion",
      "  rondel check             is every key linearizable? find out",
      "  rondel down              stop it all",
      "",
      "Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 not running, 4 not found,",
      "5 condition did not hold, 6 outcome of a write not known, 130 interrupted."
    })
public final class Rondel implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final SystemOptions system = new SystemOptions();

  private final boolean isInShell;

  private Rondel(boolean isInShell) {
    this.isInShell = isInShell;
  }

  /** As a line of a shell calls it. */
  static Rondel inShell() {
    return new Rondel(true);
  }

  SystemOptions system() {
    return system;
  }

  /** Standard input, for a value; a shell has it for its lines. */
  InputStream input() {
    if (isInShell) {
      throw Failure.usage("standard input is the shell's here: give the value itself, or @FILE");
    }
    return System.in;
  }

  public static void main(String[] arguments) {
    if (TestbedCommand.isFor(List.of(arguments))) {
      System.exit(TestbedCommand.run(List.of(arguments), new ClusterOptions()));
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new Rondel(false));
  }

  static CommandLine commandLine(Rondel rondel) {
    boolean colours = Boolean.getBoolean("rondel.terminal.out") && Console.mayColour();
    var commandLine = new CommandLine(rondel);
    commandLine
        .setExecutionStrategy(new CommandLine.RunLast())
        .setExecutionExceptionHandler(Rondel::explain)
        .setParameterExceptionHandler(Rondel::refuse)
        .setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.clamp(Integer.getInteger("rondel.columns", 80), 80, 110));
    explainExitCodes(commandLine);
    return commandLine;
  }

  private static void explainExitCodes(CommandLine commandLine) {
    for (CommandLine sub : commandLine.getSubcommands().values()) {
      CommandSpec subSpec = sub.getCommandSpec();
      if (subSpec.usageMessage().exitCodeList().isEmpty()) {
        subSpec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.help());
      }
      explainExitCodes(sub);
    }
  }

  /** Without a command: what there is. */
  @Override
  public Integer call() {
    CommandSpec self = Objects.requireNonNull(spec);
    self.commandLine().usage(self.commandLine().getOut());
    return ExitCode.USAGE;
  }

  static boolean isUnknownCommand(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException unmatched
        && wrong.getCommandLine().getParent() == null
        && !unmatched.getUnmatched().getFirst().startsWith("-");
  }

  static int refuse(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    if (isUnknownCommand(wrong)) {
      String written = ((UnmatchedArgumentException) wrong).getUnmatched().getFirst();
      List<String> near = NearNames.of(written, command.getSubcommands().keySet());
      err.println("rondel: there is no command '" + written + "'");
      err.println(
          near.isEmpty()
              ? "All that there are: rondel --help"
              : "Did you mean " + String.join(", or ", near) + "?");
    } else {
      err.println(command.getColorScheme().errorText(String.valueOf(wrong.getMessage())));
      if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
        command.usage(err, command.getColorScheme());
      }
    }
    return ExitCode.USAGE;
  }

  private static int explain(Exception exception, CommandLine commandLine, ParseResult parsed)
      throws Exception {
    boolean interrupted = Thread.interrupted();
    if (exception instanceof Failure failure) {
      commandLine.getErr().println("rondel: " + failure.getMessage());
      boolean isOnlyThat = interrupted && failure.exitCode() != ExitCode.OUTCOME_UNKNOWN;
      return isOnlyThat ? ExitCode.INTERRUPTED : failure.exitCode();
    }
    if (interrupted) {
      commandLine.getErr().println("rondel: interrupted");
      return ExitCode.INTERRUPTED;
    }
    if (exception instanceof IOException && exception.getMessage() != null) {
      commandLine.getErr().println("rondel: " + exception.getMessage());
      return ExitCode.FAILED;
    }
    if (exception instanceof ParameterException) {
      throw exception;
    }
    commandLine.getErr().println("rondel: this should not happen; please report it");
    exception.printStackTrace(commandLine.getErr());
    return ExitCode.FAILED;
  }
}
