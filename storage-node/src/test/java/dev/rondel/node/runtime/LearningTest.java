package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.store.PairStore.Change;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A learner makes its part of a range what the source has, by differences. */
final class LearningTest {

  private final NodeCluster cluster = new NodeCluster("a", "b", "c");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aLearnerCopiesWhatItLacksAndReportsThatItCaughtUp() {
    cluster.form("a");
    Set<String> keys = put("k", 2_500);

    cluster.form("a + b");
    cluster.awaitCaughtUp("b");

    assertThat(cluster.keysOnDisk("b")).isEqualTo(keys);
  }

  @Test
  void aLearnerHasNoSayBeforeItIsAMember() {
    cluster.form("a");
    cluster.put("a", "k", "x");

    cluster.form("a + b");
    cluster.awaitCaughtUp("b");

    assertThat(cluster.get("b", "k").route().servedBy()).isEqualTo(cluster.node("a").id);
    cluster.form("a b");
    assertThat(cluster.get("b", "k").route().servedBy()).isEqualTo(cluster.node("b").id);
  }

  @Test
  void theSourceWinsOverWhatTheLearnerHadFromEarlier() {
    cluster.form("a");
    put("k", 10);
    cluster.place("b", "k1", "of an older time", new Version(3));
    cluster.place("b", "k2", "never acknowledged", Version.of(90, 1));
    cluster.place("b", "extra", "never acknowledged", Version.of(90, 2));
    Pair same = pair("a", "k3");
    cluster.node("b").store.append(new Change.Put(cluster.tokenOf("k3"), same)).join();
    int before = cluster.node("b").store.changes().size();

    cluster.form("a + b");
    cluster.awaitCaughtUp("b");

    for (int i = 0; i < 10; i++) {
      assertThat(pair("b", "k" + i)).isEqualTo(pair("a", "k" + i));
    }
    assertThat(cluster.keysOnDisk("b")).doesNotContain("extra");
    List<Change> travelled = cluster.node("b").store.changes();
    assertThat(travelled.subList(before, travelled.size()))
        .extracting(change -> change.key().toString())
        .doesNotContain("k3")
        .hasSize(10);
  }

  @Test
  void tombstonesAreCopiedToo() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.place("c", "k", "of an older time", new Version(3));
    cluster.form("a b + c");
    cluster.node("a").store.hold();
    var delete = cluster.async(() -> cluster.delete("b", "k", Gateway.Condition.ALWAYS));
    eventually("the tombstone is at a", () -> cluster.node("a").store.held() > 0);
    cluster.node("a").store.release();

    assertThat(delete.join()).isInstanceOf(Outcome.Deleted.class);
    cluster.awaitCaughtUp("c");
    cluster.form("c");

    assertThat(cluster.read("a", "k")).isEqualTo("Missing");
  }

  @Test
  void writesThatArriveMeanwhileWin() {
    cluster.form("a");
    put("k", 200);
    cluster.node("b").store.hold();
    cluster.publish("a + b");
    eventually("the copy has begun", () -> cluster.node("b").store.held() > 0);

    var writes =
        IntStream.range(0, 50)
            .mapToObj(i -> cluster.async(() -> cluster.put("c", "k" + i, "new" + i)))
            .toList();
    eventually(
        "the writes are at b",
        () -> cluster.node("b").store.changes().stream().filter(LearningTest::isNew).count() == 50);
    cluster.node("b").store.release();

    writes.forEach(write -> assertThat(write.join()).isInstanceOf(Outcome.Stored.class));
    cluster.settle();
    cluster.awaitCaughtUp("b");
    cluster.form("b");
    for (int i = 0; i < 200; i++) {
      assertThat(cluster.read("a", "k" + i)).isEqualTo(i < 50 ? "new" + i : "x" + i);
    }
  }

  @Test
  void aWriteWaitsForLearnersToo() {
    cluster.form("a");
    cluster.form("a + b");
    cluster.awaitCaughtUp("b");
    cluster.node("b").store.hold();

    var put = cluster.async(() -> cluster.put("a", "k", "x"));

    eventually("the write is at b", () -> cluster.node("b").store.held() == 1);
    assertThat(put).isNotDone();
    cluster.node("b").store.release();
    assertThat(put.join()).isInstanceOf(Outcome.Stored.class);
  }

  @Test
  void aFullDiskOfTheLearnerOnlyDelaysTheCopy() {
    cluster.form("a");
    Set<String> keys = put("k", 20);
    cluster.node("b").store.full(true);

    cluster.publish("a + b");
    cluster.settle();
    eventually("the copy is under way", () -> cluster.node("b").runtime().rangesCopying() == 1);
    assertThat(cluster.keysOnDisk("b")).isEmpty();
    cluster.node("b").store.full(false);

    cluster.awaitCaughtUp("b");
    assertThat(cluster.keysOnDisk("b")).isEqualTo(keys);
  }

  /**
   * The source has heard that the range was split: what it lists of it is less than the learner
   * thinks.
   */
  @Test
  void aLearnerThatHasNotHeardOfASplitDropsNothing() {
    cluster.form("a");
    put("k", 100);
    for (int i = 0; i < 100; i++) {
      Pair same = pair("a", "k" + i);
      cluster.node("b").store.append(new Change.Put(cluster.tokenOf("k" + i), same)).join();
    }
    cluster.node("b").store.hold();
    cluster.publishTo("a", "a + b");
    cluster.publishTo("a", "a + b", "a + b");
    eventually(
        "a heads both halves", () -> cluster.node("a").gateway().view().ranges().size() == 2);

    cluster.tellOlder("b");
    eventually("b learns", () -> cluster.node("b").runtime().rangesCopying() > 0);
    cluster.node("b").store.release();
    cluster.tell("b c");
    cluster.awaitCaughtUp("b");

    assertThat(cluster.node("b").store.changes()).doesNotHaveAnyElementsOfTypes(Change.Erase.class);
    assertThat(cluster.keysOnDisk("b")).hasSize(100);
  }

  /**
   * What b had from earlier is to be erased, and still to be seen, when b begins to learn the range
   * again.
   */
  @Test
  void whatIsAboutToBeErasedIsCopiedAgain() {
    cluster.form("a b");
    Set<String> keys = put("k", 10);
    cluster.node("b").store.hold();
    cluster.form("a");
    eventually("b is about to erase what it had", () -> cluster.node("b").store.held() == 10);

    cluster.publish("a + b");
    cluster.settle();
    eventually("b copies", () -> cluster.node("b").runtime().rangesCopying() == 1);
    cluster.node("b").store.release();

    cluster.awaitCaughtUp("b");
    assertThat(cluster.keysOnDisk("b")).isEqualTo(keys);
  }

  @Test
  void aCopyThatIsNoLongerWantedEnds() {
    cluster.form("a");
    put("k", 10);
    cluster.cutOff("c");
    cluster.publish("a + b");
    cluster.settle();
    cluster.node("b").store.hold();
    cluster.publish("a + c");
    eventually("b copies nothing", () -> cluster.node("b").runtime().rangesCopying() == 0);
  }

  private static boolean isNew(Change change) {
    return change instanceof Change.Put put
        && put.pair().value() != null
        && new String(put.pair().value().bytes(), java.nio.charset.StandardCharsets.UTF_8)
            .startsWith("new");
  }

  private Set<String> put(String prefix, int count) {
    var keys = new HashSet<String>();
    for (int i = 0; i < count; i++) {
      assertThat(cluster.put("a", prefix + i, "x" + i)).isInstanceOf(Outcome.Stored.class);
      keys.add(prefix + i);
    }
    return keys;
  }

  private Pair pair(String node, String key) {
    return java.util.Optional.ofNullable(
            cluster.node(node).store.get(cluster.tokenOf(key), Key.of(key)))
        .orElseThrow();
  }
}
