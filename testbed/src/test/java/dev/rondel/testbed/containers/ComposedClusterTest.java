package dev.rondel.testbed.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.client.ClientOptions;
import dev.rondel.client.ReadOutcome;
import dev.rondel.client.RondelClient;
import dev.rondel.pair.Key;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.load.ContinuousLoad;
import dev.rondel.testbed.load.LoadResult;
import dev.rondel.testbed.load.LoadSettings;
import dev.rondel.testbed.load.OneNodeTable;
import dev.rondel.testbed.load.Tally;
import dev.rondel.testbed.load.VerdictText;
import dev.rondel.testbed.pairs.PairGenerator;
import dev.rondel.testbed.pairs.PairShape;
import dev.rondel.testbed.scenario.Scenario;
import dev.rondel.testbed.scenario.ScenarioReport;
import dev.rondel.testbed.scenario.ScenarioRun;
import dev.rondel.testbed.scenario.ScenarioSettings;
import dev.rondel.testbed.scenario.ScenarioText;
import dev.rondel.testbed.terminal.Progress;
import dev.rondel.testbed.verify.Crew;
import dev.rondel.testbed.verify.Target;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Ten nodes and their coordinator in containers, as {@code docker compose up} starts them, on ports
 * that are free: another cluster may be running.
 */
@Tag("container")
@Order(1) // it takes longest
@ExtendWith(NeedsContainers.class)
final class ComposedClusterTest {

  private static final String COORDINATOR = "coordinator";
  private static final int FIRST_NODE = 3000;
  private static final int NODES = 10;
  private static final Duration START = Duration.ofMinutes(10);
  private static final Duration REST = Duration.ofMinutes(5);

  /** Seconds of trouble; a whole check makes minutes of it. */
  private static final int TROUBLE_SECONDS = Integer.getInteger("rondel.containers.trouble", 20);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> SERVICES =
      Stream.concat(
              Stream.of(COORDINATOR),
              IntStream.range(FIRST_NODE, FIRST_NODE + NODES).mapToObj(number -> "node-" + number))
          .toList();
  private static final FreePorts PORTS = FreePorts.find(NODES);

  @AutoClose private static final ComposeContainer CLUSTER = cluster(PORTS);

  @AutoClose private static RondelClient client;

  @BeforeAll
  static void start() throws IOException {
    CLUSTER.start();
    client =
        RondelClient.connect(
            ClientOptions.of(URI.create("http://localhost:" + PORTS.coordinator()))
                .withTimeout(PATIENCE));
    awaitRest();
  }

  /** Whoever looks for the cause of a failure needs what they said. */
  @AfterAll
  static void keepLogs() throws IOException, InterruptedException {
    new ContainerControl(CLUSTER).keepLogs(SERVICES, Path.of("target", "container-logs"));
  }

  @Test
  void aKilledContainerLosesNothing() {
    var settings =
        new ScenarioSettings(
            Scenario.FAIL,
            1,
            false,
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(2),
            LoadSettings.DEFAULT);
    ScenarioReport report =
        new ScenarioRun(
                new Target(client, null, PATIENCE),
                new ContainerControl(CLUSTER),
                settings,
                PairGenerator.generate(PairShape.DEFAULT),
                new Crew(8, new AtomicBoolean()),
                Progress.on(System.out, false),
                System.out::println)
            .play();

    System.out.print(ScenarioText.of(report));
    assertThat(report.isGood()).as(ScenarioText.of(report)).isTrue();
    assertThat(report.checks().getFirst().report().nodes()).hasSize(NODES);
  }

  /** Killed, paused, cut off from their network; the coordinator too. */
  @Test
  void containersInTroubleLoseNothing() throws IOException {
    var target = new Target(client, null, Duration.ofSeconds(5));
    var nemesis = new ContainerNemesis(new ContainerControl(CLUSTER), 1);
    var settings = LoadSettings.DEFAULT.withPause(Duration.ofMillis(20));
    Map<ContainerNemesis.Trouble, Integer> done;
    var load = ContinuousLoad.start(tables(target), settings, "trouble", 1);
    try (load) {
      List<NodeId> nodes = client.refresh().members().stream().map(Member::id).toList();
      done = nemesis.run(nodes, Duration.ofSeconds(TROUBLE_SECONDS));
      awaitRest();
    }
    awaitDoors(target);

    LoadResult result = load.judge(tables(target));
    System.out.printf(
        "%s in %.0f s: %,d operations on %,d keys judged, %,d writes unknown%n",
        done,
        result.seconds(),
        result.verdict().operations(),
        result.verdict().keys(),
        result.tally().writes(Tally.Row::unknown));
    assertThat(result.verdict().isGood()).as(VerdictText.of(result)).isTrue();
    assertThat(result.unseen()).isEmpty();
    assertThat(result.unread()).isZero();
  }

  private static List<OneNodeTable> tables(Target target) throws IOException {
    return target.doors(client.refresh()).stream()
        .map(door -> new OneNodeTable(door.name(), door.endpoint(), target.timeout()))
        .toList();
  }

  /** What a cluster that is whole again would not lack; empty where nothing is missing. */
  private interface Missing {
    String now() throws IOException;
  }

  private static void awaitNothing(Missing missing) throws IOException {
    long start = System.nanoTime();
    String left = missing.now();
    while (!left.isEmpty()) {
      assertThat(System.nanoTime() - start).as("%s", left).isLessThan(REST.toNanos());
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
      left = missing.now();
    }
  }

  /** A node is healthy as soon as it serves; the ranges of the ten are handed out after that. */
  private static void awaitRest() throws IOException {
    awaitNothing(
        () -> {
          View view = client.refresh();
          return isAtRest(view) ? "" : "still moving: " + view;
        });
  }

  /** A node that starts is a member, and has its ranges, a little before its web server listens. */
  private static void awaitDoors(Target target) throws IOException {
    awaitNothing(
        () -> {
          List<String> silent =
              tables(target).stream()
                  .filter(table -> table.get(Key.of("door")) instanceof ReadOutcome.Unavailable)
                  .map(OneNodeTable::name)
                  .toList();
          return silent.isEmpty() ? "" : "no answer from " + silent;
        });
  }

  private static boolean isAtRest(View view) {
    return view.members().size() == NODES
        && view.members().stream().allMatch(Member::up)
        && view.ranges().stream()
            .allMatch(
                range ->
                    range.isSettled()
                        && range.learners().isEmpty()
                        && range.chain().size() == view.replicationFactor());
  }

  private static ComposeContainer cluster(FreePorts ports) {
    var cluster =
        new ComposeContainer(Path.of("..", "docker-compose.yml").toFile())
            .withEnv("RONDEL_COORDINATOR_PORT", String.valueOf(ports.coordinator()))
            .withEnv("RONDEL_PORTS", ports.withoutLastDigit())
            .withBuild(true)
            .withPull(false)
            .withRemoveVolumes(true)
            .withStartupTimeout(START);
    for (String service : SERVICES) {
      cluster.waitingFor(instanceOf(service), Wait.forHealthcheck().withStartupTimeout(START));
    }
    return cluster;
  }

  /** The name of a service's only container, as Testcontainers knows it. */
  static String instanceOf(String service) {
    return service + "-1";
  }
}
