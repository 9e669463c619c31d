package dev.rondel.shell;

import dev.rondel.client.ClientOptions;
import dev.rondel.client.RondelClient;
import dev.rondel.shell.cluster.ClusterState;
import dev.rondel.shell.cluster.ServerState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes that talks to a cluster, wherever that runs. */
final class ClusterOptions extends LocalOptions {

  static final String COORDINATOR_VARIABLE = "RONDEL_COORDINATOR";

  private static final int DEFAULT_PORT = 9999;
  private static final int CONNECT_MILLIS = 500;

  @Option(
      names = "--coordinator",
      paramLabel = "URL",
      description =
          "The cluster to talk to, by its coordinator or any node. Default: RONDEL_COORDINATOR,"
              + " else the cluster of this machine.")
  private @Nullable URI coordinator;

  @Option(
      names = "--node-host",
      paramLabel = "HOST",
      description =
          "Reach the nodes on this host, for a cluster whose own host names are not known here"
              + " (containers).")
  private @Nullable String nodeHost;

  /** Takes this one, as if {@code --coordinator} had named it. */
  void ask(URI named) {
    coordinator = named;
  }

  @Override
  Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>(super.given());
    if (coordinator != null) {
      given.put("--coordinator", coordinator.toString());
    }
    if (nodeHost != null) {
      given.put("--node-host", nodeHost);
    }
    return given;
  }

  /** The cluster of this machine, unless another is asked for. */
  Optional<ClusterState> local() {
    URI asked = askedFor();
    return directory()
        .running()
        .filter(here -> asked == null || asked.toString().equals(here.coordinator().url()));
  }

  /** What was asked for, in words or in the environment; null where nothing was. */
  @Nullable URI askedFor() {
    if (coordinator != null) {
      return coordinator;
    }
    String variable = System.getenv(COORDINATOR_VARIABLE);
    try {
      return variable == null || variable.isEmpty() ? null : URI.create(variable);
    } catch (IllegalArgumentException e) {
      throw Failure.usage("RONDEL_COORDINATOR is no URL: " + variable);
    }
  }

  /** The coordinator first. */
  List<URI> seeds() {
    URI asked = askedFor();
    if (asked != null) {
      return List.of(asked);
    }
    List<URI> seeds = new ArrayList<>();
    Optional<ClusterState> running = directory().running();
    if (running.isPresent()) {
      seeds.add(URI.create(running.get().coordinator().url()));
      running.get().living().stream()
          .filter(server -> !server.isCoordinator())
          .map(ServerState::url)
          .map(URI::create)
          .forEach(seeds::add);
    } else if (asked() == null && somebodyListens(DEFAULT_PORT)) {
      seeds.add(URI.create("http://localhost:" + DEFAULT_PORT));
    } else {
      throw nothingHere();
    }
    return seeds;
  }

  /**
   * @throws Failure where a command that changes a cluster would have to guess which one is meant
   */
  void requireNamed() {
    if (askedFor() == null && local().isEmpty()) {
      throw nothingHere();
    }
  }

  private Failure nothingHere() {
    return Failure.notRunning(
        "no cluster is running here ("
            + directory().path()
            + ").\nStart one by: rondel up   or name one by: --coordinator URL");
  }

  private static boolean somebodyListens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("localhost", port), CONNECT_MILLIS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  RondelClient connect() {
    return connect(usual -> usual);
  }

  /**
   * @param how what is to be other than usual
   */
  RondelClient connect(UnaryOperator<ClientOptions> how) {
    List<URI> seeds = seeds();
    try {
      return RondelClient.connect(how.apply(ClientOptions.of(seeds).withNodeHost(nodeHost)));
    } catch (IllegalArgumentException wrong) {
      throw Failure.usage(String.valueOf(wrong.getMessage()));
    } catch (IOException nobody) {
      String reason = nobody.getMessage() == null ? "" : ": " + nobody.getMessage();
      throw Failure.notRunning("nobody answers at " + seeds.getFirst() + reason);
    }
  }
}
