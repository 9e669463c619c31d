package dev.rondel.testbed;

import dev.rondel.client.ClientOptions;
import dev.rondel.client.NodeEndpoint;
import dev.rondel.client.ReadOutcome;
import dev.rondel.client.RondelClient;
import dev.rondel.pair.Key;
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
    List<URI> seeds =
        nodes.isEmpty() ? List.of(coordinator == null ? defaultCoordinator() : coordinator) : nodes;
    return new Target(
        client(seeds, direct, nodeHost, timeout),
        nodes.isEmpty() ? null : nodes,
        Duration.ofSeconds(timeout));
  }

  /**
   * @param targets nodes, which are then asked, or a coordinator, which stands for all of its
   *     nodes; empty = the usual coordinator
   */
  static Target connect(List<URI> targets, @Nullable String nodeHost, int timeout) {
    List<URI> seeds = targets.isEmpty() ? List.of(defaultCoordinator()) : targets;
    RondelClient client = client(seeds, true, nodeHost, timeout);
    Duration patience = Duration.ofSeconds(timeout);
    boolean all = seeds.stream().anyMatch(seed -> isCoordinator(client.at(seed), patience));
    return new Target(client, all ? null : seeds, patience);
  }

  /** It tells the ring, but not a key. */
  private static boolean isCoordinator(NodeEndpoint endpoint, Duration patience) {
    try {
      var view = endpoint.view(patience);
      return endpoint.get(Key.of("rondel-check-" + view.epoch()), patience)
          instanceof ReadOutcome.Unavailable;
    } catch (IOException silent) {
      return false;
    }
  }

  private static RondelClient client(
      List<URI> seeds, boolean direct, @Nullable String nodeHost, int timeout) {
    try {
      return RondelClient.connect(
          ClientOptions.of(seeds)
              .withDirect(direct)
              .withNodeHost(nodeHost)
              .withTimeout(Duration.ofSeconds(timeout)));
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

  private static URI defaultCoordinator() {
    String variable = System.getenv("RONDEL_COORDINATOR");
    try {
      return variable == null || variable.isEmpty() ? DEFAULT_COORDINATOR : URI.create(variable);
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitCode.USAGE, "RONDEL_COORDINATOR is no URL: " + variable);
    }
  }
}
