package dev.rondel.node.standalone;

import static dev.rondel.node.standalone.Nodes.assertHas;
import static dev.rondel.node.standalone.Nodes.fill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rondel.node.RunningNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** The member that runs the coordinator leaves, and handing it over breaks off. */
final class BrokenHandoverTest {

  private static final String TAKE = "/coordinator/take";
  private static final int KEYS = 20;

  @TempDir Path directory;
  private final Trouble trouble = new Trouble();
  private Nodes nodes;
  private RunningNode one;
  private RunningNode two;

  @BeforeEach
  void begin() {
    nodes = new Nodes(directory, Trouble.FELT);
    one = nodes.start("peer1");
    two = nodes.start("peer2");
    fill(one, "a", KEYS);
    assertThat(one.join(two).statusCode()).isEqualTo(200);
    assertThat(hosts(one, two)).containsExactly("peer1");
  }

  @AfterEach
  void end() {
    trouble.end();
    nodes.close();
  }

  private static List<String> hosts(RunningNode... members) {
    return Stream.of(members)
        .filter(member -> member.text(TableClient.PATH).contains("\"hosts\":true"))
        .map(RunningNode::name)
        .toList();
  }

  /** In the end this one has it, and nobody else, and everything can be read. */
  private void assertHost(RunningNode host) {
    await().until(() -> hosts(one, two).equals(List.of(host.name())));
    assertHas(one, "a", KEYS);
    assertHas(two, "a", KEYS);
  }

  private static void assertRefused(HttpResponse<String> answer, String why) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
    assertThat(answer.body()).contains("\"code\":\"peer-failed\"", why, "repeat GET /dht/leave");
  }

  private void assertOneLeaves() {
    assertThat(one.get("/dht/leave").statusCode()).isEqualTo(200);
    assertHas(two, "a", KEYS);
    assertThat(two.text("/dht/peers")).isEqualTo("peer2");
    assertThat(hosts(one, two)).containsExactly("peer1", "peer2"); // each of a table of its own
  }

  @Test
  void whereItIsNotTakenItStays() {
    trouble.cutBefore(two, TAKE);

    assertRefused(one.get("/dht/leave"), "has not taken");

    trouble.end();
    assertHost(one);
    assertOneLeaves();
  }

  @Test
  void whereTheAnswerIsLostTheOtherIsAsked() {
    trouble.cutAfter(two, TAKE);

    assertOneLeaves();
  }

  @Test
  void whoShouldTakeItDiesBefore() {
    trouble.dieBefore(two, two, TAKE);
    assertRefused(one.get("/dht/leave"), "not known");
    trouble.end();
    assertRefused(one.get("/dht/leave"), "not known");

    two.restart();

    assertHost(one);
    assertOneLeaves();
  }

  @Test
  void whoHasTakenItDies() {
    trouble.dieAfter(two, two, TAKE);
    assertRefused(one.get("/dht/leave"), "not known");
    trouble.end();

    two.restart();

    assertHost(two);
    assertOneLeaves();
  }

  @Test
  void whoGaveItDies() {
    trouble.dieAfter(one, two, TAKE);
    var unheard =
        CompletableFuture.supplyAsync(() -> one.get("/dht/leave")).handle((_, _) -> true).join();
    assertThat(unheard).isTrue();
    trouble.end();
    assertThat(hosts(two)).containsExactly("peer2");

    one.restart();

    assertHost(two);
    assertOneLeaves();
  }

  @Test
  void whoGaveItFindsItWithAThirdThoughTheOneInBetweenIsGone() throws IOException {
    RunningNode three = nodes.start("peer3");
    assertThat(three.join(one).statusCode()).isEqualTo(200);
    trouble.dieAfter(one, two, TAKE);
    trouble.dieAfter(one, three, TAKE);
    CompletableFuture.supplyAsync(() -> one.get("/dht/leave")).handle((_, _) -> true).join();
    trouble.end();
    boolean isTwo = hosts(two, three).equals(List.of("peer2"));
    RunningNode between = isTwo ? two : three;
    RunningNode last = isTwo ? three : two;
    between.bean(Handover.class).giveTo("localhost:" + last.port());
    between.stop();
    FileSystemUtils.deleteRecursively(between.data());
    between.restart(); // of a table of its own

    one.restart();

    await().until(() -> one.lines("/dht/peers").contains(last.name()));
    assertThat(hosts(one, last)).containsExactly(last.name());
  }
}
