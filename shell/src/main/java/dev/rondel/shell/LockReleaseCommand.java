package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
    name = "lock_release",
    mixinStandardHelpOptions = true,
    description = "Gives a lock back; only its holder may. A client that waits leaves the queue.",
    footer = {"", "Example:", "  rondel lock_release printer ann"})
final class LockReleaseCommand implements Callable<Integer> {

  @ParentCommand private @Nullable Rondel parent;
  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The lock.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "CLIENT", description = "Who holds it.")
  private String who = "";

  @Override
  public Integer call() throws IOException {
    Console console = options.console();
    ClusterOptions cluster = Objects.requireNonNull(parent).system().cluster(options);
    try (RondelClient client = cluster.connect()) {
      JsonNode told = CoordinatorTold.by(client.admin().unlock(name, who));
      if (options.json()) {
        console.json(told);
      } else {
        console.result("released");
      }
      return ExitCode.OK;
    }
  }
}
