package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.store.PairStore.Change;
import dev.rondel.node.store.StoreException;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is damaged on a disk is fetched from another member of the chain. */
final class MenderTest {

  private static final TokenRange RING = new TokenRange(Token.MIN, Token.MIN);

  private final NodeCluster cluster = new NodeCluster("a", "b", "c");

  @AfterEach
  void close() {
    cluster.close();
  }

  private void damage(String node, String key) {
    cluster.node(node).store.damage(cluster.tokenOf(key), Key.of(key));
  }

  private @Nullable Pair stored(String node, String key) {
    return cluster.node(node).store.get(cluster.tokenOf(key), Key.of(key));
  }

  private boolean isWhole(String node, String key) {
    try {
      stored(node, key);
      return true;
    } catch (StoreException damaged) {
      return false;
    }
  }

  @Test
  void aReadThatMeetsADamagedPairHasItMended() {
    cluster.form("a b c");
    cluster.put("a", "k", "x");
    Pair before = stored("b", "k");
    damage("b", "k");

    assertThat(cluster.read("b", "k")).isEqualTo("x");

    eventually("it is mended", () -> isWhole("b", "k"));
    assertThat(stored("b", "k")).isEqualTo(before);
  }

  /** The head has to read before it decides: it goes on when the pair is mended. */
  @Test
  void aWriteThatMeetsADamagedPairHasItMended() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    damage("a", "k");

    assertThat(cluster.delete("a", "k", Gateway.Condition.ALWAYS))
        .isInstanceOf(Outcome.Deleted.class);
    assertThat(cluster.read("a", "k")).isEqualTo("Missing");
  }

  @Test
  void whatNobodyElseHasIsForgotten() {
    cluster.form("a b");
    cluster.place("b", "k", "x", new Version(1));
    damage("b", "k");

    assertThat(cluster.read("b", "k")).isEqualTo("Missing");

    eventually("it is mended", () -> isWhole("b", "k"));
    assertThat(stored("b", "k")).isNull();
  }

  /** What is damaged may be a write that is not committed yet: what others have is older. */
  @Test
  void nothingIsMendedWhileAWriteIsUnderWay() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.node("a").store.hold();
    var second = cluster.async(() -> cluster.put("a", "k", "y"));
    eventually("it is on b", () -> cluster.node("b").store.changes().size() == 2);
    damage("b", "k");

    var _ = cluster.node("b").store.scan(RING, null, 10, false);
    NodeCluster.steadily(
        Duration.ofMillis(300),
        () -> cluster.node("b").store.changes().stream().noneMatch(Change.Mend.class::isInstance));

    cluster.node("a").store.release();
    assertThat(second.join()).isInstanceOf(Outcome.Stored.class);
    assertThat(cluster.read("b", "k")).isEqualTo("y");
  }

  /** It could be read here then, although another member still tells the older value. */
  @Test
  void whatIsNotCommittedElsewhereIsNotTaken() {
    cluster.form("a b c");
    cluster.put("a", "k", "x");
    eventually("it is clean", () -> cluster.node("c").runtime().dirtyKeys() == 0);
    cluster.cables("b", "c").forEach(Cable::silence);
    var second = cluster.async(() -> cluster.put("a", "k", "y"));
    eventually("it is on b", () -> cluster.node("b").store.changes().size() == 2);
    damage("c", "k");

    var _ = cluster.node("c").store.scan(RING, null, 10, false);
    NodeCluster.steadily(Duration.ofMillis(500), () -> !isWhole("c", "k"));

    assertThat(second).isNotDone();
  }

  @Test
  void aLearnerCopiesWhatIsDamagedOnItsDisk() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.put("a", "l", "y");
    cluster.place("b", "stranger", "z", new Version(1));
    damage("b", "k");
    damage("b", "stranger");
    cluster.restart("b");
    cluster.publish("a + b");
    cluster.awaitCaughtUp("b");

    cluster.publish("a b");
    cluster.settle();

    assertThat(stored("b", "k")).isEqualTo(stored("a", "k"));
    assertThat(stored("b", "l")).isEqualTo(stored("a", "l"));
    assertThat(stored("b", "stranger")).isNull();
  }

  /** It was taken for missing: then it must not be there in the end. Seed 18052. */
  @Test
  void whatALearnerCannotReadForAMomentGoesToo() {
    cluster.form("a b");
    cluster.place("b", "stranger", "z", new Version(1));
    damage("b", "stranger");
    cluster.restart("b");
    int changes = cluster.node("b").store.changes().size();
    cluster.node("b").store.hold();
    cluster.publish("a + b");
    eventually("it is met", () -> cluster.node("b").store.changes().size() > changes);
    cluster.node("b").store.heal();

    cluster.node("b").store.release();
    cluster.awaitCaughtUp("b");

    assertThat(stored("b", "stranger")).isNull();
  }

  @Test
  void aLearnerCopiesFromAMemberWithADamagedPair() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    damage("b", "k");

    cluster.publish("a b + c");
    cluster.awaitCaughtUp("c");

    assertThat(stored("c", "k")).isEqualTo(stored("a", "k"));
  }

  @Test
  void whereNobodyElseHasItOnlyANewValueHelps() {
    cluster.form("a");
    cluster.put("a", "k", "x");
    damage("a", "k");

    assertThat(cluster.get("b", "k", Duration.ofMillis(300)))
        .isInstanceOf(Outcome.Unavailable.class);
    assertThat(cluster.put("b", "k", "y")).isInstanceOf(Outcome.Stored.class);
    assertThat(cluster.read("b", "k")).isEqualTo("y");
  }
}
