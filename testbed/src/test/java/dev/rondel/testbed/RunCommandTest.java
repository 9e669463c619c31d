package dev.rondel.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.fake.FakeCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The runner, as a user calls it, against a cluster that is right, and against those that are not.
 */
class RunCommandTest {

  private final FakeCluster cluster = new FakeCluster(4, 2);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");

  /** One of the generated pairs, to go wrong. */
  private static final Key VICTIM = Key.of("key_00000_72t70e");

  @BeforeEach
  void generate() {
    file = directory.resolve("pairs.csv");
    assertThat(execute("generate", "--awkward", "--out", file.toString())).isZero();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void clusterThatIsRightPasses() {
    assertThat(run()).as("%s", out).isZero();
    assertThat(out.toString())
        .contains("all 100 pairs, read from every node")
        .contains("4 nodes, 4 asked, 2 copies of each pair")
        .contains("writes   100 acknowledged: p50 ")
        .contains("reads    400: p50 ")
        .contains("█");
  }

  @Test
  void jsonIsAllThatIsOnStandardOutput() {
    assertThat(run("--json")).isZero();
    var json = JsonMapper.shared().readTree(out.toString());
    assertThat(json.path("ok").asBoolean()).isTrue();
    assertThat(json.path("verified").asInt()).isEqualTo(100);
    assertThat(json.path("nodes").size()).isEqualTo(4);
    assertThat(json.path("reads").path("count").asInt()).isEqualTo(400);
  }

  @Test
  void wrongValueFromOneNodeFails() {
    var wrong = Value.of("nonsense".getBytes(StandardCharsets.UTF_8), "text/plain");
    cluster.fault(
        (node, method, key, right) -> isVictim(node, method, key) ? right.withValue(wrong) : right);
    assertThat(run()).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "key 'key_00000_72t70e' has a wrong value when asked at n2: 8 bytes instead of 100")
        .contains("99 of 100 pairs are right, 1 are not");
  }

  @Test
  void wrongContentTypeFails() {
    cluster.fault(
        (node, method, key, right) -> {
          Value value = right.value();
          return isVictim(node, method, key) && value != null
              ? right.withValue(Value.of(value.bytes(), "text/html"))
              : right;
        });
    assertThat(run()).isEqualTo(1);
    assertThat(out.toString()).contains("its content type is text/html instead of text/plain");
  }

  @Test
  void missingPairFails() {
    cluster.fault(
        (node, method, key, right) -> isVictim(node, method, key) ? right.withValue(null) : right);
    assertThat(run()).isEqualTo(1);
    assertThat(out.toString()).contains("key 'key_00000_72t70e' is missing when asked at n2");
  }

  @Test
  void wrongPrimaryFails() {
    cluster.fault(
        (node, method, key, right) ->
            isVictim(node, method, key) ? right.withChain(right.chain().reversed()) : right);
    assertThat(run()).isEqualTo(1);
    assertThat(out.toString())
        .contains("key 'key_00000_72t70e' has a wrong primary when asked at n2: it says ");
  }

  @Test
  void missingReplicaFails() {
    cluster.fault(
        (node, method, key, right) ->
            isVictim(node, method, key) ? right.withChain(right.chain().subList(0, 1)) : right);
    assertThat(run()).isEqualTo(1);
    assertThat(out.toString())
        .contains("key 'key_00000_72t70e' has wrong replicas when asked at n2: it says [n");
  }

  @Test
  void chainThatIsTooShortFailsAlthoughAllAgreeOnIt() {
    cluster.kill(NodeId.of("n3"));
    assertThat(run()).isEqualTo(1);
    assertThat(out.toString()).contains("has too few replicas").contains("not asked");
  }

  @Test
  void pairThatNoNodeTakesFails() {
    cluster.fault(
        (node, method, key, right) ->
            method.equals("PUT") && key.equals(VICTIM) ? right.withStatus(413) : right);
    assertThat(run()).isEqualTo(1);
    assertThat(out.toString()).contains("key 'key_00000_72t70e' was not stored when asked at n");
  }

  @Test
  void givenNodesAreAskedAlone() {
    String nodes =
        String.join(",", cluster.addresses().subList(0, 2).stream().map(Object::toString).toList());
    assertThat(execute("run", "--file", file.toString(), "--nodes", nodes))
        .as("%s%s", out, err)
        .isZero();
    assertThat(out.toString()).contains("4 nodes, 2 asked").contains("reads    200:");
  }

  @Test
  void nobodyThereIsToldAsThat() {
    String address = cluster.coordinator().toString();
    cluster.close();
    assertThat(execute("run", "--file", file.toString(), "--coordinator", address)).isEqualTo(3);
    assertThat(err.toString()).contains("no cluster answers at " + address).doesNotContain("\tat ");
  }

  @Test
  void wrongUsageIsTold() {
    assertThat(execute("run", "--scenario", "explode")).isEqualTo(2);
    assertThat(execute("run", "--file", directory.resolve("none.csv").toString())).isEqualTo(2);
    assertThat(execute("generate", "--pairs", "-1")).isEqualTo(2);
    assertThat(run("--threads", "0")).isEqualTo(2);
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  private static boolean isVictim(NodeId node, String method, Key key) {
    return node.value().equals("n2") && method.equals("GET") && key.equals(VICTIM);
  }

  private int run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "--file", file.toString()));
    arguments.addAll(List.of("--coordinator", cluster.coordinator().toString()));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    out.getBuffer().setLength(0);
    return Testbed.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
