package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.pair.Key;
import dev.rondel.pair.Version;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All who had a range are gone, and an operator has accepted the loss: it begins empty, at b. */
final class GivenUpTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  private final NodeCluster cluster = new NodeCluster("a", "b", "c");

  @AfterEach
  void close() {
    cluster.close();
  }

  @BeforeEach
  void loseEverything() {
    cluster.form("a");
    cluster.put("a", "k", "of a");
    cluster.put("a", "lost", "of a");
    // What b and c have from times when they had the range.
    cluster.place("b", "k", "old", new Version(3));
    cluster.place("b", "old", "deleted since", Version.of(1, 7));
    cluster.place("c", "old", "deleted since", Version.of(1, 7));
    cluster.kill("a");
    cluster.markDown("a");
    cluster.publishEmpty("b");
  }

  @Test
  void nothingOfEarlierTimesIsThereAndNewWritesAre() {
    for (String via : new String[] {"b", "c"}) {
      for (String key : new String[] {"k", "lost", "old"}) {
        assertThat(cluster.read(via, key)).isEqualTo("Missing");
      }
    }
    assertThat(cluster.put("c", "k", "new")).isInstanceOf(Outcome.Stored.class);
    assertThat(cluster.read("b", "k")).isEqualTo("new");
    assertThat(cluster.keysOnDisk("b")).containsExactly("k");
  }

  /** It may die before the coordinator hears that it has opened the range. */
  @Test
  void whatWasAcknowledgedSinceSurvivesAnotherStartOfTheHead() {
    assertThat(cluster.put("c", "k", "new")).isInstanceOf(Outcome.Stored.class);

    cluster.restart("b");
    cluster.publish("b + c");

    eventually("b has its range again", () -> cluster.read("c", "k").equals("new"));
    assertThat(cluster.read("b", "old")).isEqualTo("Missing");
  }

  @Test
  void whoeverLearnsTheRangeTakesWhatTheHeadHasAndDropsItsOwn() {
    cluster.put("c", "k", "new");
    cluster.settle();

    cluster.form("b + c");
    cluster.awaitCaughtUp("c");
    cluster.form("b c");

    assertThat(cluster.keysOnDisk("c")).isEqualTo(Set.of("k"));
    assertThat(cluster.read("c", "old")).isEqualTo("Missing");
  }

  @Test
  void aNodeThatWasGivenUpAndComesBackIsAStranger() {
    cluster.put("c", "k", "new");
    cluster.settle();

    cluster.restart("a");
    cluster.form("b");
    assertThat(cluster.read("a", "lost")).isEqualTo("Missing");
    assertThat(cluster.get("a", "k").route().servedBy()).isEqualTo(cluster.node("b").id);

    cluster.form("b + a");
    cluster.awaitCaughtUp("a");
    cluster.form("a b");
    assertThat(cluster.read("a", "lost")).isEqualTo("Missing");
    assertThat(cluster.read("a", "k")).isEqualTo("new");
    assertThat(cluster.keysOnDisk("a")).isEqualTo(Set.of("k"));
  }

  @Test
  void theRangeIsNotOpenedBeforeWhatWasGivenUpIsErased() {
    cluster.put("c", "k", "new");
    cluster.settle();
    cluster.place("c", "old", "deleted since", Version.of(1, 7));
    cluster.node("c").store.hold();
    cluster.kill("b");
    cluster.markDown("b");

    cluster.publishEmpty("c");
    eventually("c erases", () -> cluster.node("c").store.held() > 0);
    assertThat(cluster.get("c", "old", SHORT)).isInstanceOf(Outcome.Unavailable.class);
    cluster.node("c").store.release();

    assertThat(cluster.read("c", "old")).isEqualTo("Missing");
    assertThat(cluster.keysOnDisk("c")).isEmpty();
  }

  /** A learner got a write that was never acknowledged, and its disk is slow. */
  @Test
  void whatWasStillOnItsWayToTheDiskDoesNotComeBackEither() {
    cluster.form("b + c");
    cluster.awaitCaughtUp("c");
    cluster.node("c").store.hold();
    var put = cluster.async(() -> cluster.put("b", "late", "of b"));
    eventually("the write is at c", () -> cluster.node("c").store.held() == 1);
    cluster.kill("b");
    cluster.markDown("b");

    cluster.publishEmpty("c");
    assertThat(cluster.get("c", "late", SHORT)).isInstanceOf(Outcome.Unavailable.class);
    cluster.node("c").store.release();

    assertThat(cluster.read("c", "late")).isEqualTo("Missing");
    assertThat(cluster.keysOnDisk("c")).isEmpty();
    assertThat(put.join()).isInstanceOf(Outcome.Unknown.class);
  }

  /** Of what times it is, nobody knows; it may be readable the next time, and would come back. */
  @Test
  void whatCannotBeReadIsNotTakenForErased() {
    cluster.form("c");
    cluster.place("b", "old", "deleted since", new Version(3));
    cluster.node("b").store.damage(cluster.tokenOf("old"), Key.of("old"));
    cluster.kill("c");
    cluster.markDown("c");
    cluster.publishEmpty("b");

    assertThat(cluster.get("b", "k", SHORT)).isInstanceOf(Outcome.Unavailable.class);
    cluster.node("b").store.heal();

    eventually("b has its range", () -> cluster.read("b", "old").equals("Missing"));
  }
}
