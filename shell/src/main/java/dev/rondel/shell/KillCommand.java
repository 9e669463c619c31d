package dev.rondel.shell;

import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.shell.cluster.ServerState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    description =
        "Kills a node, or the coordinator, as 'kill -9' does: to see what happens. Its data stays.",
    footer = {
      "",
      "Examples:",
      "  rondel kill node_3003",
      "  rondel kill 3003",
      "  rondel kill coordinator"
    })
final class KillCommand implements Callable<Integer> {

  @Mixin private final LocalOptions options = new LocalOptions();

  @Parameters(paramLabel = "NODE", description = "A node's id or port, or 'coordinator'.")
  private String name = "";

  @Override
  public Integer call() {
    Console console = options.console();
    try (ClusterSession session =
        options.open(options.directory(), console, Duration.ZERO, "kill " + name)) {
      ServerState server = Servers.named(session, name);
      if (!server.isAlive()) {
        throw Failure.notRunning(server.name() + " is not running");
      }
      session.stop(server, true);
      if (options.json()) {
        console.json(Map.of("killed", server.name()));
      } else {
        console.result(
            "killed " + server.name() + "; start it again by: rondel restart " + server.name());
      }
      return ExitCode.OK;
    }
  }
}
