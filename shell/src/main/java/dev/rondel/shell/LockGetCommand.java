package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
    name = "lock_get",
    mixinStandardHelpOptions = true,
    description = {
      "Takes a lock, and waits for it where somebody else holds it. Whoever waits longest gets it"
          + " first; Ctrl-C leaves the queue.",
      "The lock is held until lock_release, or until its lease runs out; lock_get renews it."
    },
    footer = {"", "Example:", "  rondel lock_get printer ann --ttl 60"})
final class LockGetCommand implements Callable<Integer> {

  /** How often somebody who waits is told whom for. */
  private static final Duration ROUND = Duration.ofSeconds(5);

  @ParentCommand private @Nullable Rondel parent;
  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The lock.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "CLIENT", description = "Who wants it.")
  private String who = "";

  @Option(
      names = "--ttl",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long the lease is. Default: ${DEFAULT-VALUE}.")
  private int ttl = 30;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long to wait for it, 0 for not at all. Default: for ever.")
  private @Nullable Integer wait;

  @Override
  public Integer call() throws IOException {
    Console console = options.console();
    if (ttl < 1 || (wait != null && wait < 0)) {
      throw Failure.usage("--ttl is at least 1, and --wait at least 0");
    }
    ClusterOptions cluster = Objects.requireNonNull(parent).system().cluster(options);
    try (RondelClient client = cluster.connect()) {
      long began = System.nanoTime();
      while (true) {
        Duration left =
            wait == null ? ROUND : Duration.ofSeconds(wait).minusNanos(System.nanoTime() - began);
        Duration patience = left.isNegative() ? Duration.ZERO : left;
        JsonNode told =
            CoordinatorTold.by(
                client
                    .admin()
                    .lock(
                        name,
                        who,
                        Duration.ofSeconds(ttl),
                        patience.compareTo(ROUND) > 0 ? ROUND : patience));
        if (told.path("granted").asBoolean(false)) {
          report(told, console);
          return ExitCode.OK;
        }
        if (wait != null && patience.compareTo(ROUND) <= 0) {
          throw Failure.failed(held(told) + "; not granted");
        }
        console.line("Waiting on lock " + name + ": " + held(told));
      }
    }
  }

  private void report(JsonNode told, Console console) {
    if (options.json()) {
      console.json(told);
    } else {
      console.result(
          "granted: %s holds %s, token %d, for %.0f s"
              .formatted(
                  who, name, told.path("token").asLong(0), told.path("expiresIn").asDouble(0)));
    }
  }

  private static String held(JsonNode told) {
    String holder = told.path("holder").asString("");
    int ahead = told.path("ahead").asInt(0);
    return (holder.isEmpty() ? "it is kept for another" : "it is held by " + holder)
        + (ahead == 0 ? "" : ", and %d wait before".formatted(ahead));
  }
}
