package dev.rondel.node.standalone;

import static dev.rondel.node.standalone.Nodes.assertHas;
import static dev.rondel.node.standalone.Nodes.fill;
import static dev.rondel.node.standalone.Nodes.keysOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.RunningNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that are merged and left, by real nodes over HTTP. */
final class JoinedTablesTest {

  @TempDir Path directory;
  private Nodes nodes;

  @BeforeEach
  void begin() {
    nodes = new Nodes(directory);
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void allKeysOfBothAreReadAtEveryMember() {
    RunningNode one = nodes.start("peer1");
    RunningNode two = nodes.start("peer2");
    fill(one, "a", 30);
    fill(two, "b", 40);

    assertThat(one.join(two).statusCode()).isEqualTo(200);

    assertThat(one.lines("/dht/peers")).containsExactly("peer1", "peer2");
    assertThat(two.lines("/dht/peers")).containsExactly("peer2", "peer1");
    for (RunningNode node : List.of(one, two)) {
      assertHas(node, "a", 30);
      assertHas(node, "b", 40);
    }
    assertThat(keysOf(one, two)).hasSize(70).doesNotHaveDuplicates();
    assertThat(one.join(two).statusCode()).isEqualTo(200); // of the same table: nothing to do
    one.put("later", "x");
    assertThat(two.value("later")).isEqualTo("x");
  }

  @Test
  void threeTablesAreMergedByOneRequest() {
    RunningNode one = nodes.start("peer1");
    RunningNode two = nodes.start("peer2");
    RunningNode three = nodes.start("peer3");
    fill(one, "a", 10);
    fill(two, "b", 10);
    fill(three, "c", 10);

    assertThat(one.join(two, three).statusCode()).isEqualTo(200);

    for (RunningNode node : List.of(one, two, three)) {
      assertHas(node, "a", 10);
      assertHas(node, "b", 10);
      assertHas(node, "c", 10);
      assertThat(node.lines("/dht/peers")).containsExactlyInAnyOrder("peer1", "peer2", "peer3");
    }
  }

  @Test
  void whoLeavesKeepsTheKeysThatItWasHeadOfAndCanComeBack() {
    RunningNode one = nodes.start("peer1");
    RunningNode two = nodes.start("peer2");
    assertThat(one.get("/dht/leave").statusCode()).isEqualTo(200); // alone: nothing to do
    fill(one, "a", 40);
    assertThat(one.join(two).statusCode()).isEqualTo(200);
    List<String> headed = two.lines("/db");
    assertThat(headed).hasSizeGreaterThan(4);

    assertThat(two.get("/dht/leave").statusCode()).isEqualTo(200);

    assertThat(one.text("/dht/peers")).isEqualTo("peer1");
    assertThat(two.text("/dht/peers")).isEqualTo("peer2");
    assertHas(one, "a", 40);
    assertThat(one.lines("/db")).hasSize(40);
    assertThat(two.lines("/db")).containsExactlyInAnyOrderElementsOf(headed);

    one.put(headed.get(0), "newer");
    one.delete(headed.get(1));
    two.put(headed.get(2), "changed there");
    two.delete(headed.get(3));
    two.put("new", "there");
    assertThat(two.join(one).statusCode()).isEqualTo(200);

    for (RunningNode node : List.of(one, two)) {
      assertThat(node.value(headed.get(0))).isEqualTo("newer");
      assertThat(node.value(headed.get(1))).isEmpty();
      assertThat(node.value(headed.get(2))).isEqualTo("changed there");
      assertThat(node.value(headed.get(3))).isEmpty();
      assertThat(node.value("new")).isEqualTo("there");
      assertThat(node.value(headed.get(4))).isEqualTo("of " + headed.get(4));
    }
    assertThat(keysOf(one, two)).hasSize(39).doesNotHaveDuplicates();
  }

  @Test
  void filesGoAlongWithAMergeAndStayBehindWhereANodeLeaves() {
    RunningNode one = nodes.start("peer1");
    RunningNode two = nodes.start("peer2");
    fill(one, "a", 10);
    String content = "0123456789".repeat(100_000); // some chunks
    assertThat(two.send("PUT", "/files/some/file", content).statusCode()).isBetween(200, 204);

    assertThat(one.join(two).statusCode()).isEqualTo(200);

    assertThat(one.text("/files/some/file")).isEqualTo(content);
    assertThat(two.text("/files/some/file")).isEqualTo(content);
    assertThat(two.get("/dht/leave").statusCode()).isEqualTo(200);
    assertThat(one.text("/files/some/file")).isEqualTo(content);
    assertThat(two.get("/files/some/file").statusCode()).isEqualTo(404);
  }

  @Test
  void whoHasTheCoordinatorHandsItOverWhenItLeaves() {
    RunningNode one = nodes.start("peer1");
    RunningNode two = nodes.start("peer2");
    RunningNode three = nodes.start("peer3");
    fill(one, "a", 20); // the larger one: peer1 keeps the coordinator
    assertThat(one.join(two, three).statusCode()).isEqualTo(200);

    assertThat(one.get("/dht/leave").statusCode()).isEqualTo(200);

    assertThat(one.text("/dht/peers")).isEqualTo("peer1");
    assertThat(two.lines("/dht/peers")).containsExactly("peer2", "peer3");
    assertHas(two, "a", 20);
    assertHas(three, "a", 20);
    three.put("later", "x");
    assertThat(two.value("later")).isEqualTo("x");
    assertThat(three.join(one).statusCode()).isEqualTo(200); // and the new coordinator takes it in
    assertHas(one, "a", 20);
    assertThat(keysOf(one, two, three)).hasSize(21).doesNotHaveDuplicates();
  }

  @Test
  void whatCannotBeJoinedIsToldAndChangesNothing() {
    RunningNode one = nodes.start("peer1");
    RunningNode namesake = nodes.add(RunningNode.start(directory.resolve("other"), "peer1"));
    one.put("key", "value");

    assertThat(one.join("nonsense").statusCode()).isEqualTo(422);
    assertThat(one.join("peer9:localhost:1").body()).contains("peer-silent");
    assertThat(one.join(one).statusCode()).isEqualTo(422);
    assertThat(one.join("peer2:localhost:" + namesake.port()).body()).contains("other-peer");
    assertThat(one.join(namesake).statusCode()).isEqualTo(409);
    assertThat(one.join(namesake).body()).contains("name-taken");

    assertThat(one.value("key")).isEqualTo("value");
    one.put("key", "again");
    assertThat(one.text("/dht/peers")).isEqualTo("peer1");
  }
}
