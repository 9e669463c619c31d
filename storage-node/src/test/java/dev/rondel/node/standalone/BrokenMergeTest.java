package dev.rondel.node.standalone;

import static dev.rondel.node.standalone.Nodes.assertHas;
import static dev.rondel.node.standalone.Nodes.fill;
import static dev.rondel.node.standalone.Nodes.keysOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.RunningNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges that break off midway: no key is lost, and joining again goes on. */
final class BrokenMergeTest {

  private static final String ADVICE = "repeat POST /dht/join";

  @TempDir Path directory;
  private final Trouble trouble = new Trouble();
  private Nodes nodes;

  @BeforeEach
  void begin() {
    nodes = new Nodes(directory, Trouble.FELT);
  }

  @AfterEach
  void end() {
    trouble.end();
    nodes.close();
  }

  private static void assertBroken(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
    assertThat(answer.body()).contains("\"code\":\"peer-", ADVICE);
  }

  /** It can be read, and says of writes what to do. */
  private static void assertFrozen(RunningNode node, String prefix, int keys) {
    assertHas(node, prefix, keys);
    HttpResponse<String> write = node.send("PUT", "/db/" + prefix + 0, "late");
    assertThat(write.statusCode()).isEqualTo(503);
    assertThat(write.body()).contains(ADVICE);
  }

  private static void assertMerged(List<RunningNode> members, int few, int many) {
    for (RunningNode node : members) {
      assertHas(node, "few", few);
      assertHas(node, "many", many);
      node.put("at-" + node.name(), "x");
      assertThat(node.lines("/dht/peers"))
          .containsExactlyInAnyOrderElementsOf(members.stream().map(RunningNode::name).toList());
    }
    assertThat(keysOf(members.toArray(RunningNode[]::new)))
        .hasSize(few + many + members.size())
        .doesNotHaveDuplicates();
  }

  @Test
  void theOtherTableDies() {
    RunningNode one = nodes.start("peer1");
    RunningNode two = nodes.start("peer2");
    fill(one, "few", 5);
    fill(two, "many", 20);
    trouble.dieBefore(two, two, "/pairs");

    assertBroken(one.join(two));

    trouble.end();
    assertFrozen(one, "few", 5);
    two.restart();
    assertHas(two, "many", 20);
    two.put("many0", "of many0");
    assertThat(one.join(two).statusCode()).isEqualTo(200);
    assertMerged(List.of(one, two), 5, 20);
  }

  @Test
  void theTableThatMovesIsStartedAgainMeanwhile() {
    RunningNode one = nodes.start("peer1");
    RunningNode two = nodes.start("peer2");
    fill(one, "few", 5);
    fill(two, "many", 20);
    trouble.cutBefore(two, "/pairs"); // written down, and nothing done
    assertBroken(one.join(two));
    one.stop();
    one.restart();
    assertFrozen(one, "few", 5);
    trouble.end();
    trouble.cutAfter(two, "/pairs"); // done in part
    assertBroken(one.join(two));
    one.stop();
    one.restart();
    assertFrozen(one, "few", 5);

    trouble.end();
    assertThat(one.join(two).statusCode()).isEqualTo(200);

    assertMerged(List.of(one, two), 5, 20);
  }

  @Test
  void theAskingNodeDies() {
    RunningNode one = nodes.start("peer1");
    RunningNode two = nodes.start("peer2");
    fill(one, "many", 20);
    fill(two, "few", 5);
    trouble.dieBefore(one, one, "/pairs");

    var unheard = CompletableFuture.supplyAsync(() -> one.join(two)).handle((_, _) -> true).join();

    assertThat(unheard).isTrue();
    trouble.end();
    assertFrozen(two, "few", 5);
    one.restart();
    assertHas(one, "many", 20);
    assertThat(one.join(two).statusCode()).isEqualTo(200);
    assertMerged(List.of(one, two), 5, 20);
  }

  @Test
  void theNodeThatMovesItsTableDies() {
    RunningNode one = nodes.start("peer1");
    RunningNode two = nodes.start("peer2");
    fill(one, "many", 20);
    fill(two, "few", 5);
    trouble.dieAfter(two, one, "/pairs");

    assertBroken(one.join(two));

    trouble.end();
    one.put("many0", "of many0");
    two.restart();
    assertFrozen(two, "few", 5);
    assertThat(one.join(two).statusCode()).isEqualTo(200);
    assertMerged(List.of(one, two), 5, 20);
  }

  @Test
  void membersOfTheTableThatMovesAreNotReached() {
    RunningNode one = nodes.start("peer1");
    RunningNode two = nodes.start("peer2");
    RunningNode three = nodes.start("peer3");
    RunningNode four = nodes.start("peer4");
    fill(one, "many", 20);
    fill(three, "few", 5);
    assertThat(one.join(two).statusCode()).isEqualTo(200);
    assertThat(three.join(four).statusCode()).isEqualTo(200);

    trouble.cutAfter(four, "/freeze"); // it is frozen, and that is taken back
    assertThat(three.join(one).statusCode()).isEqualTo(502);
    for (RunningNode node : List.of(three, four)) {
      node.put("few1", "of few1");
    }

    trouble.end();
    trouble.cutBefore(four, "/adopt");
    assertBroken(three.join(one));
    assertFrozen(three, "few", 5);
    assertFrozen(four, "few", 5);

    trouble.end();
    trouble.cutAfter(four, "/adopt"); // it has gone before
    assertBroken(three.join(one));
    assertHas(four, "few", 5);

    trouble.end();
    assertThat(three.join(one).statusCode()).isEqualTo(200);
    assertMerged(List.of(one, two, three, four), 5, 20);
  }

  @Test
  void whoIsOfTheTableAlreadyIsTakenIntoItsRing() {
    RunningNode one = nodes.start("peer1");
    RunningNode two = nodes.start("peer2");
    fill(one, "many", 20);
    assertThat(one.join(two).statusCode()).isEqualTo(200);
    assertThat(two.get("/dht/leave").statusCode()).isEqualTo(200);
    trouble.cutBefore(one, "/admit");
    assertBroken(two.join(one));
    assertThat(two.lines("/db")).isEmpty();

    trouble.end();
    assertThat(two.join(one).statusCode()).isEqualTo(200);

    assertMerged(List.of(one, two), 0, 20);
    assertThat(two.lines("/db")).isNotEmpty();
  }
}
