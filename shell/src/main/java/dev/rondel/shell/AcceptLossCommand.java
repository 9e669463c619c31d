package dev.rondel.shell;

import dev.rondel.client.Admin;
import dev.rondel.client.RondelClient;
import dev.rondel.ring.NodeId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "accept-loss",
    mixinStandardHelpOptions = true,
    description = {
      "Gives up what only these nodes have, because they will never return: their ranges begin"
          + " anew, empty. It loses data; without --yes it only says what.",
      "All of the nodes have to be down. One that is only cut off has to be stopped first."
    },
    footer = {
      "",
      "Examples:",
      "  rondel accept-loss node_3003 node_3004         what would be lost",
      "  rondel accept-loss node_3003 node_3004 --yes   give it up"
    })
final class AcceptLossCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(paramLabel = "NODE", arity = "1..*", description = "The ids of the nodes.")
  private List<String> names = List.of();

  @Option(names = "--yes", description = "Do it.")
  private boolean yes;

  @Override
  public Integer call() throws IOException {
    Console console = options.console();
    options.requireNamed();
    List<NodeId> nodes = names.stream().map(AcceptLossCommand::node).toList();
    try (RondelClient client = options.connect()) {
      JsonNode loss = loss(client.admin().acceptLoss(nodes, yes));
      if (options.json()) {
        console.json(loss);
      } else {
        console.result(new LossReport(loss).lines(console.paint()));
      }
    }
    return ExitCode.OK;
  }

  private static NodeId node(String name) {
    try {
      return NodeId.of(name);
    } catch (IllegalArgumentException nonsense) {
      throw Failure.usage(String.valueOf(nonsense.getMessage()));
    }
  }

  private JsonNode loss(Admin.Outcome outcome) {
    return switch (outcome) {
      case Admin.Outcome.Done(var body) -> body;
      case Admin.Outcome.Refused(var problem) -> {
        int code = problem.status() == 404 ? ExitCode.NOT_FOUND : ExitCode.FAILED;
        throw new Failure(
            code,
            // All other refusals are given before anything is done.
            problem.code().equals("not-yet")
                ? "the loss is accepted: " + problem
                : "nothing is given up: " + problem);
      }
    };
  }
}
