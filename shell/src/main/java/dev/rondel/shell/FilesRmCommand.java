package dev.rondel.shell;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    description = "Deletes files. Their chunks go a moment later.",
    footer = {"", "Example:", "  rondel files rm holiday.mp4"})
final class FilesRmCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "As in: rondel files ls.")
  private List<String> names = List.of();

  @Override
  public Integer call() {
    try (FileClient client = FileClient.of(options)) {
      for (String name : names) {
        FileClient.expected(client.send(FileClient.path(name), r -> r.DELETE()));
      }
    } catch (IOException broken) {
      throw new Failure(
          ExitCode.OUTCOME_UNKNOWN, "the connection broke, it may have been done: " + broken);
    }
    options.console().done();
    return ExitCode.OK;
  }
}
