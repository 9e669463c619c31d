package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A replica answers only while it knows that nothing has changed without it: by its lease, or by
 * asking the others.
 */
final class AuthorityTest {

  private static final Duration SHORT = Duration.ofMillis(1_500);

  private final NodeCluster cluster = new NodeCluster("a", "b", "c");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void withoutALeaseTheMembersConfirmAndAnswer() {
    cluster.form("a b");
    cluster.put("a", "k", "x");

    cluster.withholdLeases();

    for (String reader : new String[] {"a", "b", "c"}) {
      assertThat(cluster.read(reader, "k")).isEqualTo("x");
    }
    assertThat(cluster.put("c", "k", "y")).isInstanceOf(Outcome.Stored.class);
    assertThat(cluster.read("b", "k")).isEqualTo("y");
    assertThat(cluster.put("b", "k", "z", new Condition.IfAbsent(), NodeCluster.TIMEOUT))
        .isInstanceOf(Outcome.ConditionFailed.class);
  }

  @Test
  void manyReadersShareAConfirmation() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.withholdLeases();

    var reads =
        java.util.stream.IntStream.range(0, 500)
            .mapToObj(i -> cluster.async(() -> cluster.read("b", "k")))
            .toList();

    reads.forEach(read -> assertThat(read.join()).isEqualTo("x"));
  }

  @Test
  void withoutALeaseAndWithoutTheOthersNobodyAnswersFromItsOwn() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.withholdLeases();

    cluster.kill("b");

    assertThat(cluster.get("a", "k", SHORT)).isInstanceOf(Outcome.Unavailable.class);
    assertThat(cluster.get("c", "k", SHORT)).isInstanceOf(Outcome.Unavailable.class);
  }

  @Test
  void withALeaseTheOthersNeedNotBeThere() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.awaitLeases();

    cluster.kill("b");

    assertThat(cluster.read("a", "k")).isEqualTo("x");
  }

  @Test
  void aLeaseThatReturnsEndsTheSilence() {
    cluster.form("a b");
    cluster.put("a", "k", "x");
    cluster.withholdLeases();
    cluster.kill("b");
    assertThat(cluster.get("a", "k", SHORT)).isInstanceOf(Outcome.Unavailable.class);

    cluster.coordinator.grantLease(cluster.node("a").id, true);

    assertThat(cluster.read("a", "k")).isEqualTo("x");
  }

  /** The head is cut off from everybody, and does not hear of the view that goes on without it. */
  @Test
  void anOldHeadThatWasLeftBehindCommitsNothingAndReadsNothing() {
    cluster.form("a b");
    cluster.put("a", "k", "before");
    cluster.coordinator.grantLease(cluster.node("a").id, false);
    eventually("a has no lease", () -> !cluster.node("a").runtime().hasLease());
    cluster.cutOff("a");
    cluster.markDown("a");
    cluster.publishTo("b c", "b");
    assertThat(cluster.put("c", "k", "after")).isInstanceOf(Outcome.Stored.class);

    Outcome lost = cluster.put("a", "k", "lost", Condition.ALWAYS, SHORT);
    Outcome stale = cluster.get("a", "k", SHORT);

    assertThat(lost).isInstanceOfAny(Outcome.Unknown.class, Outcome.Unavailable.class);
    assertThat(stale).isInstanceOf(Outcome.Unavailable.class);
    assertThat(cluster.read("c", "k")).isEqualTo("after");

    cluster.mend("a");
    cluster.markUp("a");
    cluster.publish("b");
    eventually("a has heard", () -> cluster.read("a", "k").equals("after"));
    assertThat(cluster.read("b", "k")).isEqualTo("after");
  }

  /** The coordinator does not reach the head, but its successor does: that one fences it off. */
  @Test
  void anOldHeadLearnsFromItsSuccessorThatItIsNoLongerOne() {
    cluster.form("a b");
    cluster.put("a", "k", "before");
    cluster.coordinator.grantLease(cluster.node("a").id, false);

    cluster.publishTo("b c", "b");
    assertThat(cluster.put("c", "k", "after")).isInstanceOf(Outcome.Stored.class);

    assertThat(cluster.read("a", "k")).isEqualTo("after");
    assertThat(cluster.put("a", "k", "last"))
        .isInstanceOfSatisfying(
            Outcome.Stored.class,
            stored ->
                assertThat(stored.version().chainEpoch())
                    .isEqualTo(cluster.view().epoch().value()));
    assertThat(cluster.read("b", "k")).isEqualTo("last");
  }

  /**
   * Half of the range has moved to c, which b has not heard; the other half has not changed, and
   * its member a would say so. What b reads of the moved half has to be confirmed for just that
   * half.
   */
  @Test
  void aConfirmationForHalfOfARangeDoesNotCoverTheOther() {
    cluster.form("a b");
    String key =
        cluster.keysIn(0, "k", 1_000).stream().filter(this::isLow).findFirst().orElseThrow();
    cluster.put("a", key, "before");
    cluster.coordinator.grantLease(cluster.node("b").id, false);
    cluster.publishTo("a", "c a", "a b");
    cluster.markDown("b");
    cluster.publishTo("c", "c a", "a");
    eventually(
        "c has opened its half", () -> cluster.put("c", key, "after") instanceof Outcome.Stored);
    eventually("b has no lease", () -> !cluster.node("b").runtime().hasLease());

    assertThat(cluster.read("b", key)).isEqualTo("after");
  }

  private boolean isLow(String key) {
    return cluster.tokenOf(key).toString().charAt(0) < '8';
  }

  @Test
  void theDeathOfTheCoordinatorStopsNeitherReadsNorWrites() {
    cluster.form("a b", "b c", "c a");
    cluster.put("a", "k", "x");

    cluster.coordinator.close();
    for (var node : cluster.nodes()) {
      eventually(node.id + " has no lease", () -> !node.runtime().hasLease());
    }

    assertThat(cluster.read("b", "k")).isEqualTo("x");
    assertThat(cluster.put("c", "k", "y")).isInstanceOf(Outcome.Stored.class);
    assertThat(cluster.read("a", "k")).isEqualTo("y");
  }

  /** Bytes vanish and no connection breaks, as where a cable is pulled. */
  @Test
  void aSilentLinkIsSuspected() {
    cluster.form("a b");
    cluster.put("a", "k", "x");

    cluster.cables("a", "b").forEach(Cable::silence);

    eventually(
        "a is suspected", () -> cluster.coordinator.suspects().contains(cluster.node("a").id));
  }
}
