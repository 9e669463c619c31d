package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import dev.rondel.pair.Key;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "lookup",
    mixinStandardHelpOptions = true,
    description =
        "Explains where a key belongs: its hash, its range, the chain of nodes that hold it, and"
            + " why.",
    footer = {"", "Example:", "  rondel lookup hello"})
final class LookupCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(paramLabel = "KEY", description = "Any text.")
  private String key = "";

  @Override
  public Integer call() {
    Console console = options.console();
    try (RondelClient client = options.connect()) {
      var lookup = new KeyLookup(Key.of(key), client.view());
      if (options.json()) {
        console.json(lookup.json());
      } else {
        console.result(lookup.lines(console.paint()));
      }
      return lookup.isPlaced() ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
