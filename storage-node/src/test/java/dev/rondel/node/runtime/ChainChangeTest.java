package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chains that change, and nodes that come and go, while clients write. */
final class ChainChangeTest {

  private final NodeCluster cluster = new NodeCluster("a", "b", "c");

  @AfterEach
  void close() {
    cluster.close();
  }

  /** A writer of one key: it alone writes it, so it knows what may be read. */
  private final class Writer {
    private final String via;
    private final String key;
    private long known;
    private long tried;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CompletableFuture<Boolean> done;

    Writer(String via, String key) {
      this.via = via;
      this.key = key;
      this.done = cluster.async(this::run);
    }

    private boolean run() {
      while (!stop.get()) {
        tried += 1;
        Outcome put = cluster.put(via, key, Long.toString(tried));
        assertThat(put).isInstanceOfAny(Outcome.Stored.class, Outcome.Unknown.class);
        if (put instanceof Outcome.Stored) {
          known = tried;
        }
        check();
      }
      return true;
    }

    void check() {
      for (var node : cluster.nodes()) {
        String read = cluster.read(node.id.value(), key);
        if (!read.equals("Missing") || known > 0) {
          assertThat(Long.parseLong(read)).as(key + " at " + node.id).isBetween(known, tried);
          known = Long.parseLong(read);
        }
      }
    }
  }

  @Test
  void noWriteIsAnsweredWronglyWhileTheChainChanges() {
    cluster.form("a b");
    var writers = new ArrayList<Writer>();
    for (int i = 0; i < 9; i++) {
      writers.add(new Writer(List.of("a", "b", "c").get(i % 3), "k" + i));
    }
    String[] lines = {
      "a b + c", "a b c", "b c", "b c + a", "b c a", "c a", "c a + b", "c a b", "a b"
    };
    for (int round = 0; round < 2; round++) {
      for (String line : lines) {
        cluster.publish(line);
        cluster.settle();
        if (line.contains("+")) {
          cluster.awaitCaughtUp(line.substring(line.indexOf('+') + 1).strip());
        }
      }
    }
    writers.forEach(writer -> writer.stop.set(true));
    writers.forEach(writer -> assertThat(writer.done.join()).isTrue());
    writers.forEach(Writer::check);
    assertThat(writers).allMatch(writer -> writer.known > 0);
  }

  @Test
  void requestsThatWaitForARangeAreAnsweredWhenItOpens() {
    cluster.form("a b");
    cluster.put("a", "k", "old");
    cluster.kill("b");
    cluster.coordinator.grantLease(cluster.node("a").id, true);
    cluster.publish("a");

    var put = cluster.async(() -> cluster.put("c", "k", "new"));
    var get = cluster.async(() -> cluster.read("c", "other"));
    assertThat(put).isNotDone();
    cluster.markDown("b");
    cluster.publish("a");

    assertThat(put.join()).isInstanceOf(Outcome.Stored.class);
    assertThat(get.join()).isEqualTo("Missing");
    assertThat(cluster.read("c", "k")).isEqualTo("new");
  }

  @Test
  void aWriteThatWaitsForADeadReplicaIsDoneWhenTheChainGoesOnWithoutIt() {
    cluster.form("a b");
    cluster.kill("b");
    var put = cluster.async(() -> cluster.put("a", "k", "x"));
    eventually("the write is under way", () -> cluster.node("a").runtime().dirtyKeys() == 1);

    cluster.markDown("b");
    cluster.publish("a");

    assertThat(put.join()).isInstanceOf(Outcome.Stored.class);
    assertThat(cluster.read("c", "k")).isEqualTo("x");
  }

  @Test
  void aRestartedReplicaComesBackAsALearnerAndServesAgain() {
    cluster.form("a b");
    cluster.put("a", "k", "old");
    cluster.kill("b");
    cluster.markDown("b");
    cluster.form("a");
    cluster.put("a", "k", "new");

    cluster.restart("b");
    cluster.form("a + b");
    cluster.awaitCaughtUp("b");
    cluster.form("b a");

    assertThat(cluster.read("b", "k")).isEqualTo("new");
    assertThat(cluster.put("a", "k", "newest")).isInstanceOf(Outcome.Stored.class);
    assertThat(cluster.read("c", "k")).isEqualTo("newest");
  }

  @Test
  void theWholeClusterComesBackWithItsData() {
    cluster.form("a b", "b c", "c a");
    for (int i = 0; i < 30; i++) {
      cluster.put("a", "k" + i, "x" + i);
    }
    for (String name : List.of("a", "b", "c")) {
      cluster.kill(name);
    }
    for (String name : List.of("a", "b", "c")) {
      cluster.restart(name);
    }
    cluster.form("b", "c", "a");

    for (int i = 0; i < 30; i++) {
      assertThat(cluster.read("c", "k" + i)).isEqualTo("x" + i);
    }
  }

  /**
   * A link from it is not there before it has a view: what it would say of a request does not come.
   */
  @Test
  void aNodeThatCannotAnswerYetIsNotWaitedFor() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.restart("b");
    cluster.publishTo("a c", "a b");
    cluster.coordinator.grantLease(cluster.node("a").id, true);

    for (int i = 0; i < 10; i++) {
      assertThat(cluster.get("c", "k", Duration.ofSeconds(5)))
          .satisfiesAnyOf(
              outcome -> assertThat(NodeCluster.text(outcome)).isEqualTo("x"),
              outcome ->
                  assertThat(((Outcome.Unavailable) outcome).reason()).doesNotContain("in time"));
    }
  }
}
