package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that carry nothing any more, and do not break: TCP alone would wait for ever. */
final class SilenceTest {

  private static final Duration SHORT = Duration.ofMillis(500);

  private final NodeCluster cluster = new NodeCluster("a", "b");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aSilentSessionIsMadeAnew() {
    cluster.form("a b");
    cluster.awaitLeases();
    var a = cluster.node("a");
    assertThat(cluster.coordinator.greetings(a.id)).isEqualTo(1);

    cluster.session(a.id).strand();

    eventually("a says hello again", () -> cluster.coordinator.greetings(a.id) == 2);
    eventually("a has a lease again", () -> a.runtime().hasLease());
    cluster.form("b a");
    assertThat(cluster.put("a", "k", "x")).isInstanceOf(Outcome.Stored.class);
  }

  @Test
  void aSilentLinkIsMadeAnewAndItsPeerSuspected() {
    cluster.form("a b");
    cluster.put("a", "k", "x");

    cluster.cables("a", "b").forEach(Cable::strand);

    eventually("a suspects b", () -> cluster.coordinator.suspects().contains(cluster.node("b").id));
    eventually(
        "a write passes again",
        () -> cluster.put("a", "k", "y", Condition.ALWAYS, SHORT) instanceof Outcome.Stored);
    assertThat(cluster.read("b", "k")).isEqualTo("y");
  }

  @Test
  void aNodeWhoseDiskHangsLosesItsLeaseUntilTheDiskAnswers() {
    cluster.form("a b");
    cluster.awaitLeases();
    var a = cluster.node("a");

    a.store.hold();
    assertThat(cluster.put("a", "k", "x", Condition.ALWAYS, SHORT))
        .isInstanceOf(Outcome.Unknown.class);
    eventually("a has no lease", () -> !a.runtime().hasLease());
    a.store.release();

    eventually("a has a lease again", () -> a.runtime().hasLease());
    assertThat(cluster.put("b", "k", "y")).isInstanceOf(Outcome.Stored.class);
  }

  @Test
  void aLinkOverWhichNobodyHasAnythingToSayStaysUp() {
    cluster.form("a b");
    cluster.awaitLeases();
    cluster.coordinator.forgetSuspects();

    // Longer than a silent link would be let live.
    NodeCluster.steadily(Duration.ofSeconds(5), () -> cluster.coordinator.suspects().isEmpty());
  }
}
