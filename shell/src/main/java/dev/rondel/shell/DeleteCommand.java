package dev.rondel.shell;

import dev.rondel.client.Condition;
import dev.rondel.client.RondelClient;
import dev.rondel.pair.Key;
import dev.rondel.pair.Version;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = "Deletes a pair. It returns when that is durable on every replica.",
    footer = {"", "Example:", "  rondel delete hello"})
final class DeleteCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();
  @Mixin private final ViaOption via = new ViaOption();

  @Parameters(paramLabel = "KEY", description = "Any text.")
  private String key = "";

  @Option(
      names = "--if-version",
      paramLabel = "N",
      description = "Only where this is the version, as --json tells it.")
  private @Nullable Long version;

  @Override
  public Integer call() {
    Condition condition =
        version == null ? Condition.always() : Condition.ifVersion(new Version(version));
    try (RondelClient client = options.connect(via::in)) {
      return WriteResult.report(
          Key.of(key), client.delete(Key.of(key), condition), options.json(), options.console());
    }
  }
}
