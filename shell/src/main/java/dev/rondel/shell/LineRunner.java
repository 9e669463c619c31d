package dev.rondel.shell;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Runs lines of a shell as commands, in this process. */
final class LineRunner {

  /** May stand before a command, so that a line from elsewhere can be pasted. */
  static final String PROGRAM = "rondel";

  private final ClusterOptions options;
  private boolean leaving;

  /**
   * @param options hold for every line that does not give its own
   */
  LineRunner(ClusterOptions options) {
    this.options = options;
  }

  @Command(name = "exit", aliases = "quit", description = "Leaves the shell, as Ctrl-D does.")
  final class Exit implements Callable<Integer> {

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help message and exit.")
    private boolean help;

    @Override
    public Integer call() {
      leaving = !help;
      return ExitCode.OK;
    }
  }

  /** Whether the last line was the last one. */
  boolean isLeaving() {
    return leaving;
  }

  /** What there is: the commands of {@code rondel} and those of a shell. */
  CommandLine commands() {
    CommandLine commands = Rondel.commandLine(Rondel.inShell());
    CommandSpec root = commands.getCommandSpec();
    root.removeSubcommand(ShellCommand.NAME);
    Map<String, String> given = options.given();
    IDefaultValueProvider defaults =
        argument -> argument instanceof OptionSpec option ? given.get(option.longestName()) : null;
    return commands
        .addSubcommand(new CommandLine.HelpCommand())
        .addSubcommand(new Exit())
        .setDefaultValueProvider(defaults)
        .setParameterExceptionHandler(LineRunner::refuse);
  }

  /** A line rather than the whole usage. */
  private static int refuse(ParameterException wrong, String[] arguments) {
    if (Rondel.isUnknownCommand(wrong)) {
      return Rondel.refuse(wrong, arguments);
    }
    CommandLine command = wrong.getCommandLine();
    command.getErr().println("rondel: " + wrong.getMessage());
    command.getErr().println("see: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  /** The exit code. */
  int run(List<String> words) {
    boolean named = !words.isEmpty() && words.getFirst().matches("(./)?" + PROGRAM);
    List<String> line = named ? words.subList(1, words.size()) : words;
    if (line.isEmpty()) {
      return ExitCode.OK;
    }
    try {
      return TestbedCommand.isFor(line)
          ? TestbedCommand.run(line, options)
          : commands().execute(line.toArray(String[]::new));
    } finally {
      System.out.flush();
      System.err.flush();
    }
  }
}
