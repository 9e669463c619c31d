package dev.rondel.testbed;

import dev.rondel.client.ClientOptions;
import dev.rondel.client.RondelClient;
import dev.rondel.testbed.verify.Target;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster to try. */
final class TargetOptions {

  private static final URI DEFAULT_COORDINATOR = URI.create("http://localhost:9999");

  @Option(
      names = "--coordinator",
      paramLabel = "URL",
      description =
          "Finds the nodes by it. Default: RONDEL_COORDINATOR, else http://localhost:9999.")
  private @Nullable URI coordinator;

  @Option(
      names = "--nodes",
      paramLabel = "URL",
      split = ",",
      description = "Ask these nodes, instead of all in the ring; the ring is learned from them.")
  private List<URI> nodes = List.of();

  @Option(
      names = "--node-host",
      paramLabel = "HOST",
      description =
          "Reach the nodes on this host, with their ports: for containers whose names are not known"
              + " here.")
  private @Nullable String nodeHost;

  @Option(
      names = "--direct",
      negatable = true,
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description =
          "The load goes straight to replicas; --no-direct: through the addresses given by"
              + " --nodes.")
  private boolean direct;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Of one request. Default: ${DEFAULT-VALUE}.")
  private int timeout;

  Target connect() {
    Duration patience = Duration.ofSeconds(timeout);
    List<URI> seeds = nodes.isEmpty() ? List.of(coordinator()) : nodes;
    try {
      ClientOptions options =
          ClientOptions.of(seeds).withDirect(direct).withNodeHost(nodeHost).withTimeout(patience);
      return new Target(RondelClient.connect(options), nodes.isEmpty() ? null : nodes, patience);
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    } catch (IOException nobody) {
      throw new Failure(
          ExitCode.NOT_RUNNING,
          "no cluster answers at "
              + seeds.getFirst()
              + " ("
              + reason(nobody)
              + "). Start one by: rondel up");
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private URI coordinator() {
    String variable = System.getenv("RONDEL_COORDINATOR");
    if (coordinator != null) {
      return coordinator;
    }
    try {
      return variable == null || variable.isEmpty() ? DEFAULT_COORDINATOR : URI.create(variable);
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitCode.USAGE, "RONDEL_COORDINATOR is no URL: " + variable);
    }
  }
}
