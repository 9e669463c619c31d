package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Heads that are gone, disks that are slow or full: every request is answered, with what is known.
 */
final class TroubleTest {

  private static final Duration SHORT = Duration.ofSeconds(1);

  private final NodeCluster cluster = new NodeCluster("a", "b", "c");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aWriteThatWasNotSentToItsHeadIsUnavailable() {
    cluster.form("a b");
    cluster.kill("a");
    eventually("c has no link to a", () -> shortPut("c") instanceof Outcome.Unavailable);

    assertThat(shortPut("c")).isInstanceOf(Outcome.Unavailable.class);
  }

  @Test
  void aWriteThatWasSentToAHeadThatDiesIsUnknown() {
    cluster.form("a b");
    cluster.node("b").store.hold();
    var put = cluster.async(() -> cluster.put("c", "k", "x"));
    eventually("the write is at b", () -> cluster.node("b").store.held() == 1);

    cluster.kill("a");

    assertThat(put.join())
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            outcome ->
                assertThat(outcome.reason())
                    .isIn("no answer from a: the link to a broke", "this node is stopping"));
  }

  @Test
  void aWriteThatIsNotDurableInTimeIsUnknownAndMayStillBeDone() {
    cluster.form("a b");
    cluster.node("b").store.hold();

    for (String via : new String[] {"a", "b", "c"}) {
      assertThat(cluster.put(via, "k-" + via, "x", Condition.ALWAYS, SHORT))
          .isInstanceOf(Outcome.Unknown.class);
    }
    cluster.node("b").store.release();

    for (String via : new String[] {"a", "b", "c"}) {
      eventually("the writes are done", () -> cluster.read("b", "k-" + via).equals("x"));
    }
  }

  @Test
  void aReadBehindAWriteThatIsNotDurableEndsInTime() {
    cluster.form("a b");
    cluster.node("b").store.hold();
    assertThat(shortPut("a")).isInstanceOf(Outcome.Unknown.class);

    for (String via : new String[] {"a", "b", "c"}) {
      assertThat(cluster.get(via, "k", SHORT)).isInstanceOf(Outcome.Unavailable.class);
    }
  }

  @Test
  void aRequestThatWaitsForItsTurnInVainWasNotApplied() {
    cluster.form("a b");
    cluster.node("b").store.hold();
    var first = cluster.async(() -> cluster.put("a", "k", "first"));
    eventually("the first is under way", () -> cluster.node("b").store.held() == 1);

    Outcome second = cluster.put("a", "k", "second", Condition.ALWAYS, SHORT);
    cluster.node("b").store.release();

    assertThat(second).isInstanceOf(Outcome.Unavailable.class);
    assertThat(first.join()).isInstanceOf(Outcome.Stored.class);
    assertThat(cluster.read("c", "k")).isEqualTo("first");
  }

  @Test
  void withoutAnyRingARequestIsUnavailable() {
    assertThat(cluster.get("a", "k", SHORT)).isInstanceOf(Outcome.Unavailable.class);
    assertThat(shortPut("a")).isInstanceOf(Outcome.Unavailable.class);
  }

  @Test
  void whereEveryReplicaIsDownTheHoldersAreNamedAtOnce() {
    cluster.form("a");
    cluster.kill("a");
    cluster.markDown("a");
    cluster.publishTo("b c", "a");

    assertThat(cluster.get("b", "k"))
        .isInstanceOfSatisfying(
            Outcome.Unavailable.class,
            outcome -> {
              assertThat(outcome.holders()).containsExactly(cluster.node("a").id);
              assertThat(outcome.reason()).contains("a has the data").contains("start it");
            });
  }

  @Test
  void readsGoOnFromTheReplicaThatLives() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.awaitLeases();
    cluster.kill("a");

    for (int i = 0; i < 20; i++) {
      assertThat(cluster.read("b", "k")).isEqualTo("x");
      assertThat(cluster.read("c", "k")).isEqualTo("x");
    }
  }

  /** Its lease has not run out, and nobody knows yet that it says nothing. */
  @Test
  void whereAReplicaIsSilentTheOtherIsAskedToo() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.awaitLeases();
    cluster.cables("a", "c").forEach(Cable::silence);

    for (int i = 0; i < 10; i++) {
      assertThat(cluster.get("c", "k", Duration.ofSeconds(1))).isInstanceOf(Outcome.Found.class);
    }
  }

  /** Not only the silent one is waited for where the other had to refuse at first. */
  @Test
  void whereAReplicaIsSilentTheOtherIsAskedAgain() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.awaitLeases();
    cluster.cables("a", "c").forEach(Cable::silence);

    for (int i = 0; i < 10; i++) {
      cluster.node("b").store.failReads(1);
      assertThat(cluster.get("c", "k", Duration.ofSeconds(5))).isInstanceOf(Outcome.Found.class);
    }
  }

  @Test
  void aDamagedValueIsReadFromAnotherReplica() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.node("b").store.failReads();

    assertThat(cluster.read("b", "k")).isEqualTo("x");
    assertThat(cluster.read("c", "k")).isEqualTo("x");
  }

  @Test
  void aFullDiskOfTheHeadRefusesWritesUntilThereIsRoom() {
    fullDisk("a");
  }

  @Test
  void aFullDiskOfAReplicaRefusesWritesUntilThereIsRoom() {
    fullDisk("b");
  }

  private void fullDisk(String full) {
    cluster.form("a b");
    cluster.put("a", "k", "before");
    cluster.node(full).store.full(true);

    var keys = new AtomicInteger();
    eventually(
        "a write is refused",
        () ->
            cluster.put("c", "new" + keys.incrementAndGet(), "x", Condition.ALWAYS, SHORT)
                instanceof Outcome.Full);
    assertThat(cluster.put("a", "other", "x"))
        .isInstanceOfAny(Outcome.Full.class, Outcome.Unknown.class);
    assertThat(cluster.read("c", "untouched")).isEqualTo("Missing");
    cluster.node(full).store.full(false);

    eventually(
        "writes are taken again", () -> cluster.put("b", "k", "after") instanceof Outcome.Stored);
    for (String reader : new String[] {"a", "b", "c"}) {
      assertThat(cluster.read(reader, "k")).isEqualTo("after");
    }
  }

  @Test
  void aThousandRequestsAtOnceAreAllAnswered() {
    cluster.form("a b", "b c", "c a");
    var puts =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    cluster.async(
                        () -> cluster.put("abc".substring(i % 3, i % 3 + 1), "k" + i % 100, "x")))
            .toList();

    puts.forEach(put -> assertThat(put.join()).isInstanceOf(Outcome.Stored.class));
  }

  private Outcome shortPut(String via) {
    return cluster.put(via, "k", "x", Condition.ALWAYS, SHORT);
  }
}
