package dev.rondel.node.standalone;

import static dev.rondel.node.standalone.Nodes.assertHas;
import static dev.rondel.node.standalone.Nodes.fill;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rondel.node.RunningNode;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node leaves, and that breaks off midway. */
final class BrokenLeaveTest {

  private static final int KEYS = 40;

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
  }

  @AfterEach
  void end() {
    trouble.end();
    nodes.close();
  }

  private void assertTwoLeavesWith(List<String> headed) {
    assertThat(two.get("/dht/leave").statusCode()).isEqualTo(200);
    assertThat(two.lines("/db")).containsExactlyInAnyOrderElementsOf(headed);
    assertThat(two.text("/dht/peers")).isEqualTo("peer2");
    assertThat(one.text("/dht/peers")).isEqualTo("peer1");
    assertHas(one, "a", KEYS);
  }

  private static void assertBroken(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
    assertThat(answer.body()).contains("repeat GET /dht/leave");
  }

  @Test
  void whoHasGivenItsRangesAwayAndNotGoneKeepsTheSameKeysLater() {
    List<String> headed = two.lines("/db");
    trouble.cutAfter(one, "/drain");
    assertBroken(two.get("/dht/leave"));
    assertHas(two, "a", KEYS);

    trouble.end();

    assertTwoLeavesWith(headed);
  }

  @Test
  void whoDiesAfterItsRangesAreGivenAwayComesBackIntoTheRing() {
    List<String> headed = two.lines("/db");
    trouble.cutAfter(one, "/drain");
    trouble.cutBefore(one, "/admit");
    assertBroken(two.get("/dht/leave"));
    two.stop();

    two.restart();

    trouble.end();
    await()
        .untilAsserted(
            () -> assertThat(two.lines("/db")).containsExactlyInAnyOrderElementsOf(headed));
    assertThat(one.lines("/dht/peers")).containsExactly("peer1", "peer2");
    assertTwoLeavesWith(headed);
  }

  @Test
  void whoCannotHaveThePortOfItsOwnCoordinatorStays() throws Exception {
    List<String> headed = two.lines("/db");
    try (var taken = new ServerSocket(two.port() + 20_000)) {
      HttpResponse<String> answer = two.get("/dht/leave");
      assertThat(answer.statusCode()).isGreaterThanOrEqualTo(500);
      assertThat(answer.body()).contains(Integer.toString(taken.getLocalPort()));
    }
    assertHas(two, "a", KEYS);
    await()
        .untilAsserted(
            () -> assertThat(two.lines("/db")).containsExactlyInAnyOrderElementsOf(headed));

    assertTwoLeavesWith(headed);
  }

  @Test
  void copiesThatAreNotYetWrittenDownAreAfterAStart() {
    List<String> headed = two.lines("/db");
    assertTwoLeavesWith(headed);
    two.stop();
    Path own = TableState.load(two.data()).orElseThrow().directory(two.data());
    var late = Value.of("kept".getBytes(StandardCharsets.UTF_8), Value.BINARY);
    CopyFile.in(own, "some-table")
        .write(page -> page.accept(List.of(new Pair(Key.of("late"), new Version(1), late, 0))));

    two.restart();

    await().untilAsserted(() -> assertThat(two.value("late")).isEqualTo("kept"));
    await().until(() -> two.send("PUT", "/db/late", "newer").statusCode() == 200);
    assertThat(CopyFile.find(own)).isEmpty();
    assertThat(Files.exists(own)).isTrue();
    assertThat(two.lines("/db")).hasSize(headed.size() + 1);
  }
}
