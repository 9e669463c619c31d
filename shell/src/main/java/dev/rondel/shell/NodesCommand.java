package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "nodes",
    mixinStandardHelpOptions = true,
    description =
        "The nodes of the cluster: whether each is up, the part of the ring that it heads, how many"
            + " keys it has, copies included, and its address.",
    footer = {"", "Example:", "  rondel nodes"})
final class NodesCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Override
  public Integer call() throws IOException {
    Console console = options.console();
    try (RondelClient client = options.connect()) {
      var nodes = new NodesTable(client.view(), CoordinatorTold.ask(client));
      if (options.json()) {
        console.json(nodes.json());
      } else {
        console.result(nodes.lines(console.paint()));
      }
      return ExitCode.OK;
    }
  }
}
