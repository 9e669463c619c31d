package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static dev.rondel.node.runtime.NodeCluster.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations on a ring of three nodes, two replicas of each range, where nothing goes wrong. */
final class ReplicationTest {

  private final NodeCluster cluster = new NodeCluster("a", "b", "c");

  @BeforeEach
  void form() {
    cluster.form("a b", "b c", "c a");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void whatIsPutThroughAnyNodeIsReadFromEveryNode() {
    for (String via : List.of("a", "b", "c")) {
      for (int i = 0; i < 20; i++) {
        String key = via + i;
        assertThat(cluster.put(via, key, "of " + key)).isInstanceOf(Outcome.Stored.class);
        for (String reader : List.of("a", "b", "c")) {
          assertThat(cluster.read(reader, key)).isEqualTo("of " + key);
        }
      }
    }
  }

  @Test
  void anAnswerNamesTheChainAndWhoGaveIt() {
    String key = cluster.keysIn(1, "k", 1).getFirst();

    Outcome stored = cluster.put("a", key, "x");

    assertThat(stored.route().replicas()).containsExactly(NodeId.of("b"), NodeId.of("c"));
    assertThat(stored.route().servedBy()).isEqualTo(NodeId.of("b"));
    assertThat(stored.route().epoch()).isEqualTo(cluster.view().epoch());
    eventually(
        "c answers by itself, since it knows that the write is committed",
        () -> cluster.get("c", key).route().servedBy().equals(NodeId.of("c")));
  }

  @Test
  void aWriteWaitsForTheDiskOfEveryMemberOfItsLine() {
    for (String slow : List.of("a", "b")) {
      String key = cluster.keysIn(0, "wait-" + slow, 1).getFirst();
      cluster.node(slow).store.hold();

      var put = cluster.async(() -> cluster.put("c", key, "x"));

      eventually("the write is at " + slow, () -> cluster.node(slow).store.held() == 1);
      String other = slow.equals("a") ? "b" : "a";
      eventually(
          "the write is on the disk of " + other,
          () -> cluster.node(other).store.get(cluster.tokenOf(key), Key.of(key)) != null);
      assertThat(put).isNotDone();
      cluster.node(slow).store.release();
      assertThat(put.join()).isInstanceOf(Outcome.Stored.class);
    }
  }

  @Test
  void aReadNeverShowsAWriteThatIsNotOnEveryDisk() {
    String key = cluster.keysIn(0, "k", 1).getFirst();
    cluster.put("a", key, "old");
    cluster.node("b").store.hold();
    var put = cluster.async(() -> cluster.put("a", key, "new"));
    eventually("the write is at b", () -> cluster.node("b").store.held() == 1);

    var behindTheWrite = cluster.async(() -> cluster.read("a", key));
    assertThat(behindTheWrite).isNotDone();
    cluster.node("b").store.release();

    assertThat(put.join()).isInstanceOf(Outcome.Stored.class);
    assertThat(behindTheWrite.join()).isEqualTo("new");
    assertThat(cluster.read("b", key)).isEqualTo("new");
  }

  @Test
  void theVersionsOfAKeyOnlyGrow() {
    Version last = new Version(0);
    for (int i = 0; i < 10; i++) {
      var stored = (Outcome.Stored) cluster.put("a", "k", "v" + i);
      assertThat(stored.version()).isGreaterThan(last);
      last = stored.version();
    }
  }

  @Test
  void ifAbsentStoresOnce() {
    assertThat(putIf(new Condition.IfAbsent(), "first")).isInstanceOf(Outcome.Stored.class);
    Version version = found().version();

    assertThat(putIf(new Condition.IfAbsent(), "second"))
        .isInstanceOfSatisfying(
            Outcome.ConditionFailed.class,
            failed -> assertThat(failed.current()).isEqualTo(version));
    assertThat(cluster.read("b", "k")).isEqualTo("first");
  }

  @Test
  void ifVersionStoresOnlyOverThatVersion() {
    cluster.put("a", "k", "first");
    Version first = found().version();

    assertThat(putIf(new Condition.IfVersion(first), "second")).isInstanceOf(Outcome.Stored.class);
    assertThat(putIf(new Condition.IfVersion(first), "third"))
        .isInstanceOf(Outcome.ConditionFailed.class);
    assertThat(cluster.read("c", "k")).isEqualTo("second");
  }

  @Test
  void aConditionOnAMissingKeyFailsWithoutAVersion() {
    assertThat(putIf(new Condition.IfPresent(), "x"))
        .isInstanceOfSatisfying(
            Outcome.ConditionFailed.class, failed -> assertThat(failed.current()).isNull());
    assertThat(putIf(new Condition.IfVersion(new Version(7)), "x"))
        .isInstanceOf(Outcome.ConditionFailed.class);
    assertThat(cluster.delete("a", "k", new Condition.IfVersion(new Version(7))))
        .isInstanceOfSatisfying(
            Outcome.ConditionFailed.class, failed -> assertThat(failed.current()).isNull());
    assertThat(cluster.delete("b", "k", new Condition.IfPresent()))
        .isInstanceOf(Outcome.ConditionFailed.class);
  }

  @Test
  void deletingWhatIsNotThereIsMissing() {
    for (String via : List.of("a", "b", "c")) {
      assertThat(cluster.delete(via, "k", Condition.ALWAYS)).isInstanceOf(Outcome.Missing.class);
    }
  }

  @Test
  void aDeletedKeyIsMissingOnEveryNode() {
    cluster.put("a", "k", "x");
    Version version = found().version();

    assertThat(cluster.delete("b", "k", new Condition.IfVersion(version)))
        .isInstanceOfSatisfying(
            Outcome.Deleted.class, deleted -> assertThat(deleted.version()).isGreaterThan(version));

    for (String reader : List.of("a", "b", "c")) {
      assertThat(cluster.read(reader, "k")).isEqualTo("Missing");
    }
    assertThat(cluster.delete("c", "k", Condition.ALWAYS)).isInstanceOf(Outcome.Missing.class);
    assertThat(putIf(new Condition.IfAbsent(), "again")).isInstanceOf(Outcome.Stored.class);
    assertThat(cluster.read("c", "k")).isEqualTo("again");
  }

  @Test
  void anExpiredValueIsMissingForReadsAndConditions() {
    long soon = cluster.clock.get() + 1_000;
    for (String key : List.of("k", "other")) {
      cluster
          .node("a")
          .gateway()
          .execute(
              new Operation.Put(
                  Key.of(key),
                  NodeCluster.value("x"),
                  soon,
                  Condition.ALWAYS,
                  NodeCluster.TIMEOUT));
    }
    assertThat(cluster.read("b", "k")).isEqualTo("x");
    assertThat(found().expiresAt()).isEqualTo(soon);

    cluster.clock.set(soon);

    for (String reader : List.of("a", "b", "c")) {
      assertThat(cluster.read(reader, "k")).isEqualTo("Missing");
    }
    assertThat(cluster.delete("a", "k", Condition.ALWAYS)).isInstanceOf(Outcome.Missing.class);
    assertThat(putIf(new Condition.IfAbsent(), "fresh")).isInstanceOf(Outcome.Stored.class);
  }

  @Test
  void aMebibyteTravelsWhole() {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    Value value = Value.of(bytes, "application/x-noise", 42);

    for (String via : List.of("a", "b", "c")) {
      var put = new Operation.Put(Key.of("big"), value, 0, Condition.ALWAYS, NodeCluster.TIMEOUT);
      assertThat(cluster.node(via).gateway().execute(put)).isInstanceOf(Outcome.Stored.class);
      for (String reader : List.of("a", "b", "c")) {
        assertThat(((Outcome.Found) cluster.get(reader, "big")).pair().value()).isEqualTo(value);
      }
    }
  }

  private Outcome putIf(Condition condition, String text) {
    return cluster.put("c", "k", text, condition, NodeCluster.TIMEOUT);
  }

  private dev.rondel.pair.Pair found() {
    Outcome outcome = cluster.get("a", "k");
    assertThat(text(outcome)).isNotEqualTo("Missing");
    return ((Outcome.Found) outcome).pair();
  }
}
