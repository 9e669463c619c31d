package dev.rondel.testbed.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.client.ClientOptions;
import dev.rondel.client.RondelClient;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.fake.FakeCluster;
import dev.rondel.testbed.history.CounterExample;
import dev.rondel.testbed.load.LoadResult;
import dev.rondel.testbed.load.LoadSettings;
import dev.rondel.testbed.load.Tally;
import dev.rondel.testbed.pairs.PairGenerator;
import dev.rondel.testbed.pairs.PairShape;
import dev.rondel.testbed.terminal.Progress;
import dev.rondel.testbed.verify.Crew;
import dev.rondel.testbed.verify.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScenarioRunTest {

  private final FakeCluster cluster = new FakeCluster(3, 2);
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void clusterThatIsRightPasses(Scenario scenario) throws IOException {
    ScenarioReport report = play(scenario, cluster);
    assertThat(report.isGood()).as("%s%n%s", said, ScenarioText.of(report)).isTrue();
    assertThat(cluster.addresses()).hasSize(3);
    assertThat(load(report).tally().writes(Tally.Row::done)).isPositive();
    assertThat(load(report).tally().writes(Tally.Row::conditionFailed)).isPositive();
    assertThat(load(report).tally().reads(Tally.Row::done)).isPositive();
    assertThat(ScenarioText.of(report))
        .contains("longest time without a write of a key")
        .contains("nothing lost, nothing wrong");
  }

  @Test
  void pairsThatAreGoneAfterANodeJoinedFail() throws IOException {
    Key victim = Key.of("key_00007_");
    List<Key> keys =
        PairGenerator.generate(PairShape.DEFAULT).stream().map(pair -> pair.key()).toList();
    Key lost = keys.get(7);
    assertThat(lost.toString()).startsWith(victim.toString());
    ScenarioReport report = play(Scenario.GROW, new After(cluster, () -> cluster.lose(lost)));
    assertThat(report.isGood()).isFalse();
    assertThat(ScenarioText.of(report)).contains("key '" + lost + "' is missing");
  }

  @Test
  void acknowledgedWritesThatAreGoneFail() throws IOException {
    var dropping = new AtomicBoolean();
    cluster.fault(
        (_, method, key, right) -> {
          if (dropping.get() && method.equals("PUT") && key.toString().endsWith("-0")) {
            cluster.lose(key);
          }
          return right;
        });
    ScenarioReport report = play(Scenario.GROW, new After(cluster, () -> dropping.set(true)));
    assertThat(load(report).verdict().wrong())
        .extracting(CounterExample::key)
        .allMatch(key -> key.endsWith("-0"))
        .isNotEmpty();
    assertThat(report.isGood()).isFalse();
    assertThat(ScenarioText.of(report))
        .contains("WRONG    key load-", "keys were not linearizable");
  }

  @Test
  void replicasThatDoNotFollowGiveStaleReads() throws IOException {
    Map<Key, Value> old = new ConcurrentHashMap<>();
    cluster.fault(
        (_, method, key, right) -> {
          Value value = right.value();
          if (!method.equals("GET") || value == null || !key.toString().startsWith("load-")) {
            return right;
          }
          return right.withValue(old.computeIfAbsent(key, _ -> value));
        });
    ScenarioReport report = play(Scenario.GROW, cluster);
    assertThat(load(report).verdict().wrong()).isNotEmpty();
  }

  @Test
  void clusterThatDoesNotComeToRestFails() throws IOException {
    var idle =
        new After(cluster, () -> {}) {
          @Override
          public void add() {}
        };
    ScenarioReport report = play(Scenario.GROW, idle, Duration.ofMillis(300));
    assertThat(report.failures())
        .anyMatch(failure -> failure.contains("the new node has its ranges"));
    assertThat(load(report).verdict().isGood()).isTrue();
  }

  @Test
  void commandThatFailsEndsTheScenario() throws IOException {
    var broken =
        new After(cluster, () -> {}) {
          @Override
          public void kill(NodeId id) throws IOException {
            throw new IOException("no such process");
          }
        };
    ScenarioReport report = play(Scenario.FAIL, broken);
    assertThat(report.failures()).containsExactly("no such process");
    assertThat(report.isGood()).isFalse();
  }

  private static LoadResult load(ScenarioReport report) {
    LoadResult load = report.load();
    assertThat(load).isNotNull();
    return load;
  }

  private ScenarioReport play(Scenario scenario, ClusterControl control) throws IOException {
    return play(scenario, control, Duration.ofSeconds(20));
  }

  private ScenarioReport play(Scenario scenario, ClusterControl control, Duration converge)
      throws IOException {
    var load = new LoadSettings(4, 8, Duration.ofMillis(2), Duration.ofMillis(2), 60);
    var minute = Duration.ofMinutes(1);
    var settings =
        new ScenarioSettings(
            scenario, 1, false, converge, minute, minute, Duration.ofMillis(300), load);
    try (var client = RondelClient.connect(ClientOptions.of(cluster.coordinator()))) {
      var target = new Target(client, null, Duration.ofSeconds(5));
      var crew = new Crew(4, new AtomicBoolean());
      return new ScenarioRun(
              target,
              control,
              settings,
              PairGenerator.generate(PairShape.DEFAULT),
              crew,
              Progress.on(System.err, false),
              said::add)
          .play();
    }
  }

  /** The cluster, with something that happens after a node joined. */
  private static class After implements ClusterControl {
    private final FakeCluster cluster;
    private final Runnable afterAdding;

    After(FakeCluster cluster, Runnable afterAdding) {
      this.cluster = cluster;
      this.afterAdding = afterAdding;
    }

    @Override
    public void add() {
      cluster.add();
      afterAdding.run();
    }

    @Override
    public void remove(NodeId id) {
      cluster.remove(id);
    }

    @Override
    public void kill(NodeId id) throws IOException {
      cluster.kill(id);
    }

    @Override
    public void restart(NodeId id) {
      cluster.restart(id);
    }
  }
}
