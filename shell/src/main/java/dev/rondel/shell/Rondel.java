package dev.rondel.shell;

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
      TestbedCommand.class,
      TestbedCommand.Check.class,
      TestbedCommand.Chaos.class,
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
      "  rondel check             is every key linearizable? find out",
      "  rondel down              stop it all",
      "",
      "Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 not running, 4 not found,",
      "5 condition did not hold, 6 outcome of a write not known, 130 interrupted."
    })
public final class Rondel implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final SystemOptions system = new SystemOptions();

  private Rondel() {}

  SystemOptions system() {
    return system;
  }

  public static void main(String[] arguments) {
    if (TestbedCommand.isFor(arguments)) {
      System.exit(TestbedCommand.run(List.of(arguments)));
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    boolean colours = Boolean.getBoolean("rondel.terminal.out") && Console.mayColour();
    var commandLine = new CommandLine(new Rondel());
    commandLine
        .setExecutionStrategy(new CommandLine.RunLast())
        .setExecutionExceptionHandler(Rondel::explain)
        .setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.clamp(Integer.getInteger("rondel.columns", 80), 80, 110));
    for (CommandLine sub : commandLine.getSubcommands().values()) {
      CommandSpec subSpec = sub.getCommandSpec();
      if (subSpec.usageMessage().exitCodeList().isEmpty()) {
        subSpec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.help());
      }
    }
    return commandLine;
  }

  /** Without a command: what there is. The interactive shell will be started from here. */
  @Override
  public Integer call() {
    CommandSpec self = Objects.requireNonNull(spec);
    self.commandLine().usage(self.commandLine().getOut());
    return ExitCode.USAGE;
  }

  private static int explain(Exception exception, CommandLine commandLine, ParseResult parsed)
      throws Exception {
    if (exception instanceof Failure failure) {
      commandLine.getErr().println("rondel: " + failure.getMessage());
      return failure.exitCode();
    }
    if (exception instanceof ParameterException) {
      throw exception;
    }
    commandLine.getErr().println("rondel: this should not happen; please report it");
    exception.printStackTrace(commandLine.getErr());
    return ExitCode.FAILED;
  }
}
