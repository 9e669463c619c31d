package dev.rondel.shell;

import dev.rondel.client.Admin;
import dev.rondel.client.RondelClient;
import dev.rondel.ring.NodeId;
import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.shell.cluster.ServerState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = {
      "Takes a node away: its data moves to others first, then it leaves the ring, then its process"
          + " ends.",
      "Of a cluster that does not run here, the process is left alone."
    },
    footer = {"", "Example:", "  rondel remove node_3003"})
final class RemoveCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(paramLabel = "NODE", description = "A node's id or, here, its port.")
  private String name = "";

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long it may take. Default: ${DEFAULT-VALUE}.")
  private int timeout = 600;

  @Override
  public Integer call() throws IOException {
    Console console = options.console();
    options.requireNamed();
    if (options.local().isEmpty()) {
      drain(NodeId.of(name), console);
    } else {
      try (ClusterSession session =
          options.open(
              options.directory(), console, Duration.ofSeconds(timeout), "remove " + name)) {
        ServerState node = Servers.named(session, name);
        if (node.isCoordinator()) {
          throw Failure.usage(
              "the coordinator cannot be removed, only nodes; see also: rondel kill, rondel down");
        }
        drain(NodeId.of(node.name()), console);
        session.stop(node, false);
        session.forget(node);
      }
    }
    if (options.json()) {
      console.json(Map.of("removed", name));
    }
    return ExitCode.OK;
  }

  private void drain(NodeId id, Console console) throws IOException {
    try (RondelClient client = options.connect()) {
      if (client.admin().remove(id) instanceof Admin.Outcome.Refused(var problem)) {
        int code = problem.status() == 404 ? ExitCode.NOT_FOUND : ExitCode.FAILED;
        throw new Failure(code, "the coordinator does not remove " + id + ": " + problem);
      }
      var movement = new Movement(client, console, Duration.ofSeconds(timeout));
      var view = movement.await("moving data away from " + id, Movement.hasLeft(id));
      console.line(id + " has left the ring (epoch " + view.epoch() + ")");
      movement.awaitComplete();
    }
  }
}
