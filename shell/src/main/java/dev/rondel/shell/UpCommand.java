package dev.rondel.shell;

import dev.rondel.client.ClientOptions;
import dev.rondel.client.RondelClient;
import dev.rondel.shell.cluster.ClusterDirectory;
import dev.rondel.shell.cluster.ClusterPlan;
import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.shell.cluster.ClusterState;
import dev.rondel.shell.cluster.Doors;
import dev.rondel.shell.cluster.ServerState;
import dev.rondel.view.View;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a coordinator and nodes as processes of this machine, bound to loopback, and waits"
          + " until each is ready.",
      "Then it loads and checks the test bed. A cluster that was stopped, or killed, starts again"
          + " with all its data.",
      "If anything fails, or at Ctrl-C, nothing is left running.",
      "The servers' JVMs are set to share one machine, without the slow compiler;"
          + " RONDEL_JAVA_OPTIONS gives them further options, such as -XX:TieredStopAtLevel=4."
    },
    footer = {
      "",
      "Examples:",
      "  rondel up",
      "  rondel up --nodes 3 --replicas 3 --data /tmp/three --coordinator-port 9100 --first-port"
          + " 9101"
    })
final class UpCommand implements Callable<Integer> {

  /** Longer than it takes with little data; with much, {@code up} does not wait for the end. */
  private static final Duration AT_REST = Duration.ofSeconds(60);

  @Mixin private final LocalOptions options = new LocalOptions();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many nodes. Default: 10, or as many as there were.")
  private @Nullable Integer nodes;

  @Option(names = "--replicas", paramLabel = "R", description = "Copies of each pair. Default: 2.")
  private @Nullable Integer replicas;

  @Option(
      names = "--coordinator-port",
      paramLabel = "PORT",
      description =
          "Of HTTP; gRPC takes the port 10000 above, as it does for nodes. Default: 9999.")
  private @Nullable Integer coordinatorPort;

  @Option(
      names = "--first-port",
      paramLabel = "PORT",
      description = "Of the first node. Default: 3000.")
  private @Nullable Integer firstPort;

  @Option(names = "--no-load", description = "Do not load and check the test bed.")
  private boolean noLoad;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "How long the servers may take. Default: ${DEFAULT-VALUE}.")
  private int timeout = 180;

  @Override
  public Integer call() {
    Console console = options.console();
    ClusterDirectory directory = options.directoryToStart();
    var plan = new ClusterPlan(nodes, replicas, coordinatorPort, firstPort);
    try (ClusterSession session =
        options.open(directory, console, Duration.ofSeconds(timeout), "up")) {
      session
          .state()
          .filter(ClusterState::starting)
          .ifPresent(_ -> endHalfStarted(session, console));
      Optional<ClusterState> before = session.state();
      if (before.isPresent() && !before.get().living().isEmpty()) {
        return alreadyRunning(before.get(), plan, directory, console);
      }
      ClusterState target = before.map(plan::resuming).orElseGet(plan::fresh);
      console.line(
          console.paint().bold("Rondel")
              + ": a coordinator and "
              + target.nodes().size()
              + " nodes, data in "
              + directory.path());
      int[] loaded = {ExitCode.OK};
      ClusterState running =
          session.startAll(
              target,
              cluster -> {
                LocalOptions.remember(directory);
                comeToRest(cluster, console);
                if (!noLoad) {
                  loaded[0] = load(directory, cluster, console);
                }
              });
      welcome(running, console);
      if (loaded[0] != ExitCode.OK) {
        throw Failure.failed(
            "the test bed did not succeed, see above. The cluster is left running for a look; end"
                + " it by: rondel down");
      }
      return ExitCode.OK;
    }
  }

  private static void endHalfStarted(ClusterSession session, Console console) {
    int ended = session.stopAll();
    if (ended > 0) {
      console.line(
          "an earlier start was cut off; ended the " + ended + " processes that it had left");
    }
  }

  /** Every node has its part of the ring, and nothing moves any more: what is loaded stays put. */
  private void comeToRest(ClusterState cluster, Console console) {
    console.waiting("  the nodes share the ring among themselves");
    List<URI> seeds = cluster.servers().stream().map(ServerState::url).map(URI::create).toList();
    ClientOptions patient = ClientOptions.of(seeds).withTimeout(AT_REST); // all compile at once
    try (RondelClient client = RondelClient.connect(patient)) {
      View view =
          new Movement(client, console, AT_REST)
              .await("the nodes share the ring", Movement.isSharedBy(cluster.nodes().size()));
      console.line(
          "the ring is shared: %d ranges, %d copies of each pair"
              .formatted(view.ranges().size(), view.replicationFactor()));
    } catch (Failure stillMoving) {
      console.line("the ring still moves data; see: rondel status");
    } catch (IOException silent) {
      throw Failure.failed(
          "the cluster is ready, but nobody tells its ring: " + silent.getMessage());
    }
  }

  private Integer alreadyRunning(
      ClusterState cluster, ClusterPlan plan, ClusterDirectory directory, Console console) {
    List<String> missing =
        cluster.servers().stream()
            .filter(server -> !server.isAlive())
            .map(ServerState::name)
            .toList();
    if (!missing.isEmpty()) {
      throw Failure.failed(
          "the cluster in "
              + directory.path()
              + " is running, but not "
              + String.join(", ", missing)
              + ".\nStart what is missing by: rondel restart "
              + missing.getFirst()
              + "   or end the rest by: rondel down");
    }
    int had = cluster.nodes().size();
    if (plan.resuming(cluster).nodes().size() != had) {
      throw Failure.failed(
          "the cluster is running already, with " + had + " nodes. Add one by: rondel add");
    }
    console.line("already running, with " + had + " nodes:");
    welcome(cluster, console);
    return ExitCode.OK;
  }

  private static int load(ClusterDirectory directory, ClusterState cluster, Console console) {
    console.clearWaiting();
    var testbed = new TestbedRun(LocalOptions.home()).against(directory, cluster);
    if (!Files.exists(directory.testBed())) {
      int generated =
          testbed.run(List.of("generate", "--out", directory.testBed().toString()), console);
      if (generated != ExitCode.OK) {
        return generated;
      }
    }
    return testbed.run(List.of("run", "--file", directory.testBed().toString()), console);
  }

  private void welcome(ClusterState cluster, Console console) {
    if (options.json()) {
      console.json(StatusReport.localJson(cluster));
      return;
    }
    String node = cluster.nodes().getFirst().url();
    String ports =
        cluster.nodes().stream()
            .map(server -> Integer.toString(server.port()))
            .collect(Collectors.joining(" "));
    console.result("");
    console.result("  coordinator  " + cluster.coordinator().url() + "/docs");
    console.result("  nodes        " + node + "/docs   (ports " + ports + ")");
    doors("memcached", Doors::memcached, cluster, console);
    doors("redis", Doors::redis, cluster, console);
    console.result("");
    console.result("  curl -X PUT " + node + "/kv/hello --data-binary world");
    console.result("  curl " + cluster.nodes().getLast().url() + "/kv/hello");
    console.result("  rondel status | ring | lookup hello | kill NODE | down");
  }

  private static void doors(
      String whose,
      Function<Doors, @Nullable Integer> door,
      ClusterState cluster,
      Console console) {
    String ports =
        cluster.nodes().stream()
            .map(ServerState::doors)
            .filter(Objects::nonNull)
            .map(door)
            .filter(Objects::nonNull)
            .map(String::valueOf)
            .collect(Collectors.joining(" "));
    if (!ports.isEmpty()) {
      console.result("  %-12s ports %s".formatted(whose, ports));
    }
  }
}
