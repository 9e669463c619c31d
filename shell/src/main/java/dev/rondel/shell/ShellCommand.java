package dev.rondel.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    description = {
      "Takes commands line by line, each as it would stand behind 'rondel': with a history, and"
          + " with Tab for commands, options, nodes and keys. Ctrl-C ends the command that runs;"
          + " Ctrl-D, exit or quit end the shell.",
      "Words are quoted as in sh, and # begins a comment; there are no variables, pipes or"
          + " patterns. Options that are given here hold for every line.",
      "From a pipe or a file it takes the lines without a prompt, to the end, and fails with 1"
          + " where one of them failed."
    },
    footer = {
      "",
      "Examples:",
      "  rondel shell",
      "  rondel shell --coordinator http://10.0.0.5:9999",
      "  printf 'put a 1\\nget a\\n' | rondel shell"
    })
final class ShellCommand implements Callable<Integer> {

  static final String NAME = "shell";

  /** The system property that is true in a shell: what a line prints stands in lines of its own. */
  static final String RUNNING = "rondel.shell";

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Override
  public Integer call() throws IOException {
    System.setProperty(RUNNING, "true");
    var runner = new LineRunner(options);
    boolean isTyped =
        Boolean.getBoolean("rondel.terminal.in") && Boolean.getBoolean("rondel.terminal.out");
    if (isTyped) {
      return new TypedLines(runner, new ClusterNames(options)).run();
    }
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return new PipedLines(runner, System.err).run(lines);
  }
}
