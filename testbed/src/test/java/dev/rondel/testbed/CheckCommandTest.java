package dev.rondel.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.fake.FakeCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The check, as a user calls it, of a cluster that is right, and of those that are not. */
class CheckCommandTest {

  private final FakeCluster cluster = new FakeCluster(3, 2);
  private final Set<NodeId> asked = ConcurrentHashMap.newKeySet();
  private final Queue<Key> keys = new ConcurrentLinkedQueue<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory = Path.of("");

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void clusterThatIsRightPasses() {
    assertThat(check()).as("%s%s", out, err).isZero();
    assertThat(out.toString())
        .contains("ok       linearizable: for each key one order explains every answer")
        .containsPattern(
            "checked  [\\d,]+ operations on 12 keys in [\\d.]+ s, by 8 clients through 3 nodes")
        .containsPattern("put if version +\\d+");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void allNodesOfTheCoordinatorAreAsked() {
    remember();
    assertThat(check()).isZero();
    assertThat(asked).hasSize(3);
  }

  @Test
  void nodesThatAreNamedAreAskedAlone() {
    remember();
    List<URI> two = cluster.addresses().subList(0, 2);
    assertThat(execute(two.get(0) + "," + two.get(1))).as("%s%s", out, err).isZero();
    assertThat(out.toString()).contains("through 2 nodes");
  }

  @Test
  void itsKeysAreItsOwnAndGoneAfterwards() throws Exception {
    remember();
    assertThat(check()).isZero();
    assertThat(keys).allMatch(key -> key.toString().startsWith("check-"));
    URI node = cluster.addresses().getFirst();
    try (var http = HttpClient.newHttpClient()) {
      for (Key key : Set.copyOf(keys)) {
        var answer =
            http.send(
                HttpRequest.newBuilder(URI.create(node + "/kv/" + key)).build(),
                HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).as("%s", key).isEqualTo(404);
      }
    }
  }

  @Test
  void staleReadsFailWithTheOperationsThatProveIt() throws IOException {
    Map<Key, Value> old = new ConcurrentHashMap<>();
    Map<Key, Long> versions = new ConcurrentHashMap<>();
    cluster.fault(
        (_, method, key, right) -> {
          Value value = right.value();
          if (!method.equals("GET") || value == null || !key.toString().endsWith("-3")) {
            return right;
          }
          return new FakeCluster.Answer(
              200,
              old.computeIfAbsent(key, _ -> value),
              versions.computeIfAbsent(key, _ -> right.version()),
              right.chain(),
              right.servedBy());
        });
    Path history = directory.resolve("history.tsv");
    assertThat(check("--history", history.toString())).as("%s", out).isEqualTo(1);
    assertThat(out.toString())
        .containsPattern("WRONG    key check-\\w+-3: no order explains these answers")
        .contains("client ", " at n", "|-", "FAILED   1 of 12 keys are not linearizable")
        .containsPattern("keys that were left: check-\\w+-3");
    assertThat(Files.readAllLines(history))
        .startsWith("key\tclient\tfrom_ns\tto_ns\tasked\tanswered")
        .hasSizeGreaterThan(12);
  }

  @Test
  void writesThatAreLostFail() {
    var writes = new AtomicInteger();
    cluster.fault(
        (_, method, key, right) -> {
          if (method.equals("PUT") && right.status() == 204 && writes.incrementAndGet() % 5 == 0) {
            cluster.lose(key);
          }
          return right;
        });
    assertThat(check("--history", directory.resolve("history.tsv").toString())).isEqualTo(1);
    assertThat(out.toString()).contains("WRONG    key check-", "are not linearizable");
  }

  @Test
  void writesOfUnknownOutcomeAreAllowedForAndCounted() {
    var writes = new AtomicInteger();
    cluster.fault(
        (_, method, _, right) ->
            method.equals("PUT") && writes.incrementAndGet() % 5 == 0
                ? right.withStatus(504)
                : right);
    assertThat(check("--json")).as("%s%s", out, err).isZero();
    var json = JsonMapper.shared().readTree(out.toString());
    assertThat(json.path("ok").asBoolean()).isTrue();
    assertThat(json.path("linearizable").asBoolean()).isTrue();
    assertThat(json.path("keys").asInt()).isEqualTo(12);
    assertThat(json.path("nodes").size()).isEqualTo(3);
    assertThat(json.path("seconds").asDouble()).isPositive();
    assertThat(json.path("kinds").path("PUT").path("unknown").asInt()).isPositive();
    assertThat(json.path("kinds").path("PUT_IF_MATCH").path("conditionFailed").isInt()).isTrue();
    assertThat(json.path("kinds").path("GET").path("p99Millis").asDouble()).isPositive();
  }

  @Test
  void jsonTellsWhatIsWrong() {
    cluster.fault(
        (_, method, key, right) ->
            method.equals("GET") && key.toString().endsWith("-3") ? right.withValue(null) : right);
    assertThat(check("--json", "--history", directory.resolve("history.tsv").toString()))
        .isEqualTo(1);
    var json = JsonMapper.shared().readTree(out.toString());
    assertThat(json.path("ok").asBoolean()).isFalse();
    var violation = json.path("violations").path(0);
    assertThat(violation.path("key").asString()).endsWith("-3");
    assertThat(violation.path("picture").toString()).contains("no value");
  }

  @Test
  void nodeThatDiesMeanwhileIsNoWrongAnswer() {
    var requests = new AtomicInteger();
    cluster.fault(
        (_, _, _, right) -> {
          if (requests.incrementAndGet() == 20) {
            cluster.kill(NodeId.of("n2"));
          }
          return right;
        });
    assertThat(check()).as("%s%s", out, err).isZero();
    assertThat(out.toString())
        .contains("ok       linearizable", "reads at the end were not answered");
  }

  @Test
  void nobodyThereIsToldAsThat() {
    String address = cluster.coordinator().toString();
    cluster.close();
    assertThat(execute(address)).isEqualTo(3);
    assertThat(err.toString()).contains("no cluster answers at " + address).doesNotContain("\tat ");
  }

  @Test
  void clusterThatNeverServesIsNotRunning() {
    cluster.fault((_, _, _, right) -> right.withStatus(503));
    assertThat(check("--timeout", "1")).isEqualTo(3);
    assertThat(err.toString()).contains("nobody answered");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void helpTeaches() {
    assertThat(Testbed.commandLine().setOut(new PrintWriter(out, true)).execute("check", "--help"))
        .isZero();
    assertThat(out.toString())
        .contains("Usage: rondel check", "linearizable", "Examples:", "Exit codes:", "--json");
  }

  @Test
  void wrongUsageIsTold() {
    assertThat(check("--seconds", "0")).isEqualTo(2);
    assertThat(check("--clients", "-1")).isEqualTo(2);
    assertThat(execute("nonsense")).isEqualTo(2);
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  private void remember() {
    cluster.fault(
        (node, _, key, right) -> {
          if (!key.toString().startsWith("rondel-check-")) {
            asked.add(node);
            keys.add(key);
          }
          return right;
        });
  }

  private int check(String... more) {
    return execute(cluster.coordinator().toString(), more);
  }

  private int execute(String target, String... more) {
    out.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>(List.of("check", "--target", target));
    arguments.addAll(List.of("--seconds", "1", "--clients", "8", "--keys", "12"));
    arguments.addAll(List.of(more));
    return Testbed.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }
}
