package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
    name = "locks",
    mixinStandardHelpOptions = true,
    description = "All locks: who holds them, for how long, and who waits.",
    footer = {"", "Example:", "  rondel locks --json"})
final class LocksCommand implements Callable<Integer> {

  @ParentCommand private @Nullable Rondel parent;
  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Override
  public Integer call() throws IOException {
    Console console = options.console();
    ClusterOptions cluster = Objects.requireNonNull(parent).system().cluster(options);
    try (RondelClient client = cluster.connect()) {
      JsonNode told = CoordinatorTold.by(client.admin().locks());
      if (options.json()) {
        console.json(told);
      } else if (told.path("locks").isEmpty()) {
        console.result("nobody holds a lock");
      } else {
        told.path("locks").values().forEach(lock -> console.result(line(lock)));
      }
      return ExitCode.OK;
    }
  }

  private static String line(JsonNode lock) {
    String holder = lock.path("holder").asString("");
    String waiting =
        String.join(", ", lock.path("waiting").values().stream().map(JsonNode::asString).toList());
    return lock.path("name").asString("")
        + ": "
        + (holder.isEmpty()
            ? "kept for the first who waits"
            : "held by %s, token %d, for %.0f s more"
                .formatted(
                    holder, lock.path("token").asLong(0), lock.path("expiresIn").asDouble(0)))
        + (waiting.isEmpty() ? "" : "; waiting: " + waiting);
  }
}
