package dev.rondel.shell;

import dev.rondel.client.Condition;
import dev.rondel.client.RondelClient;
import dev.rondel.client.WriteOptions;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.view.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "setr",
    mixinStandardHelpOptions = true,
    description = {
      "Stores a pair of the table on three servers, or on all where there are fewer.",
      "The number of copies is the ring's, the same for all pairs: where it is lower, nothing is"
          + " stored, unless --replicas raises it."
    },
    footer = {"", "Example:", "  rondel setr colour green --replicas 3"})
final class SetrCommand implements Callable<Integer> {

  private static final int COPIES = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @ParentCommand private @Nullable Rondel parent;
  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "Any text.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "VALUE", description = "Any text.")
  private String value = "";

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "Let the ring keep so many copies of all pairs, if it keeps fewer.")
  private @Nullable Integer replicas;

  @Override
  public Integer call() throws IOException {
    Console console = options.console();
    ClusterOptions cluster = Objects.requireNonNull(parent).system().cluster(options);
    if (name.isEmpty()) {
      throw Failure.usage("a name has at least one byte");
    }
    try (RondelClient client = cluster.connect()) {
      requireCopies(client, console);
      Value content = Value.of(value.getBytes(StandardCharsets.UTF_8), "text/plain;charset=UTF-8");
      var always = new WriteOptions(Condition.always(), null);
      return WriteResult.report(
          Key.of(name), client.put(Key.of(name), content, always), options.json(), console);
    }
  }

  private void requireCopies(RondelClient client, Console console) throws IOException {
    View view = client.refresh();
    int wanted = replicas == null ? COPIES : replicas;
    if (view.keepsCopies(wanted)) {
      return;
    }
    if (replicas == null) {
      throw Failure.failed(
          "the ring keeps %d copies of a pair, not %d. Let it keep more, of all pairs, by: rondel setr %s %s --replicas %d"
              .formatted(view.replicationFactor(), COPIES, name, value, COPIES));
    }
    CoordinatorTold.by(client.admin().replicate(wanted));
    new Movement(client, console, PATIENCE).awaitComplete();
    console.line("the ring keeps " + wanted + " copies of each pair now");
  }
}
