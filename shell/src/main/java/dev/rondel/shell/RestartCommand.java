package dev.rondel.shell;

import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.shell.cluster.ServerState;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description =
        "Starts a node, or the coordinator, again with its data; stops it first if it runs.",
    footer = {"", "Examples:", "  rondel restart node_3003", "  rondel restart coordinator"})
final class RestartCommand implements Callable<Integer> {

  @Mixin private final LocalOptions options = new LocalOptions();

  @Parameters(paramLabel = "NODE", description = "A node's id or port, or 'coordinator'.")
  private String name = "";

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long it may take until it is ready. Default: ${DEFAULT-VALUE}.")
  private int timeout = 120;

  @Override
  public Integer call() {
    Console console = options.console();
    Duration patience = Duration.ofSeconds(timeout);
    try (ClusterSession session =
        options.open(options.directory(), console, patience, "restart " + name)) {
      ServerState server = Servers.named(session, name);
      if (server.isAlive()) {
        console.waiting("stopping " + server.name());
        session.stop(server, false);
      }
      ServerState running = session.startOne(server);
      if (options.json()) {
        console.json(StatusReport.localJson(running));
      }
      return ExitCode.OK;
    }
  }
}
