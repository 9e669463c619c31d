package dev.rondel.shell;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    description = "Files of any size, in chunks over the ring.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      FilesPutCommand.class,
      FilesGetCommand.class,
      FilesLsCommand.class,
      FilesRmCommand.class,
      FilesWhereCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  rondel files put holiday.mp4",
      "  rondel files put plan.pdf docs/2026/plan.pdf",
      "  rondel files ls docs/",
      "  rondel files where holiday.mp4",
      "  rondel files get holiday.mp4 copy.mp4",
      "  rondel files rm holiday.mp4",
      "",
      "Each takes --json and --coordinator, and has a --help of its own. A put or get that",
      "was broken off goes on where it was when it is repeated."
    })
final class FilesCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  /** Without a command: what there is. */
  @Override
  public Integer call() {
    CommandSpec self = Objects.requireNonNull(spec);
    self.commandLine().usage(self.commandLine().getOut());
    return ExitCode.USAGE;
  }
}
