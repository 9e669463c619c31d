package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import dev.rondel.pair.Key;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "getr",
    mixinStandardHelpOptions = true,
    description = "Reads a pair of the table: what setr, or put, stored last.",
    footer = {"", "Example:", "  rondel getr colour"})
final class GetrCommand implements Callable<Integer> {

  @ParentCommand private @Nullable Rondel parent;
  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(paramLabel = "NAME", description = "Any text.")
  private String name = "";

  @Override
  public Integer call() {
    ClusterOptions cluster = Objects.requireNonNull(parent).system().cluster(options);
    try (RondelClient client = cluster.connect()) {
      return GetCommand.report(Key.of(name), client.get(Key.of(name)), options.json(), false);
    }
  }
}
