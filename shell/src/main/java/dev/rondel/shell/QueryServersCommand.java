package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "query_servers",
    mixinStandardHelpOptions = true,
    description = "The epoch, and the servers with their hashes and addresses, as JSON.",
    footer = {"", "Example:", "  rondel --viewleader localhost:9999 query_servers"})
final class QueryServersCommand implements Callable<Integer> {

  @ParentCommand private @Nullable Rondel parent;
  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Override
  public Integer call() throws IOException {
    ClusterOptions cluster = Objects.requireNonNull(parent).system().cluster(options);
    try (RondelClient client = cluster.connect()) {
      Console.of(true).json(CoordinatorTold.by(client.admin().view()));
      return ExitCode.OK;
    }
  }
}
