package dev.rondel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.RingDocument;
import dev.rondel.wire.Via;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One range, whose chain is n1, n2; n3 holds nothing of it. */
class RondelClientTest {

  private static final Key KEY = Key.of("greeting");
  private static final Value VALUE =
      Value.of("hello".getBytes(StandardCharsets.UTF_8), "text/plain");
  private static final Route BY_N1 =
      new Route(NodeId.of("n1"), List.of(NodeId.of("n1"), NodeId.of("n2")), new Epoch(1));

  private final FakeNode n1 = new FakeNode("n1");
  private final FakeNode n2 = new FakeNode("n2");
  private final FakeNode n3 = new FakeNode("n3");

  @BeforeEach
  void tellTheRing() {
    tell(1, List.of("n1", "n2"));
  }

  @AfterEach
  void stop() {
    List.of(n1, n2, n3).forEach(FakeNode::close);
  }

  @Test
  void aRequestThatTravelsBeginsAtAnyNodeAndTellsItsPath() throws IOException {
    for (FakeNode node : List.of(n1, n2, n3)) {
      node.then(FakeNode.over(node.id + ",n1", n1.stored(7, 1)));
    }
    var options = ClientOptions.of(n3.address()).withVia(Via.FINGERS);
    try (var client = RondelClient.connect(options)) {
      for (int i = 0; i < 50; i++) {
        assertThat(client.put(KEY, VALUE))
            .isInstanceOfSatisfying(
                WriteOutcome.Stored.class,
                stored -> assertThat(stored.route().path()).hasSize(2).endsWith(NodeId.of("n1")));
      }
    }
    for (FakeNode node : List.of(n1, n2, n3)) {
      assertThat(node.requests)
          .isNotEmpty()
          .containsOnly("PUT /kv/greeting X-Rondel-Routing: fingers");
    }
  }

  @Test
  void writeGoesStraightToTheHead() throws IOException {
    n1.then(n1.stored(7, 1));
    try (var client = connect()) {
      assertThat(client.put(KEY, VALUE)).isEqualTo(new WriteOutcome.Stored(new Version(7), BY_N1));
    }
    assertThat(n1.requests).containsExactly("PUT /kv/greeting");
    assertThat(n2.requests).isEmpty();
    assertThat(n3.requests).isEmpty();
  }

  @Test
  void readGoesToTheOtherReplicaWhenOneHangsUp() throws IOException {
    n1.then(FakeNode.hangUp());
    n2.then(n2.found("hello", 7, 1));
    try (var client = connect()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.get(KEY))
            .isInstanceOfSatisfying(
                ReadOutcome.Found.class, found -> assertThat(found.value()).isEqualTo(VALUE));
      }
    }
    assertThat(n3.requests).isEmpty();
  }

  @Test
  void readGoesOnAfterEveryKindOfFailure() throws IOException {
    n1.then(n1.problem(503, "range-unavailable"))
        .then(n1.problem(504, "outcome-unknown"))
        .then(n1.problem(500, "internal"));
    n2.then(n2.problem(503, "range-unavailable"))
        .then(n2.problem(500, "internal"))
        .then(n2.found("hello", 7, 1));
    n3.then(FakeNode.hangUp());
    try (var client = connect()) {
      assertThat(client.get(KEY)).isInstanceOf(ReadOutcome.Found.class);
    }
  }

  @Test
  void missingIsAnAnswerOnlyWhenANodeGivesIt() throws IOException {
    n1.then(FakeNode.withoutHeaders(404));
    n2.then(n2.problem(404, "key-missing"));
    try (var client = connect()) {
      assertThat(client.get(KEY)).isInstanceOf(ReadOutcome.Missing.class);
    }
  }

  @Test
  void writeGoesToAnotherNodeWhenTheHeadsConnectionIsRefused() throws IOException {
    n1.close();
    n2.then(n2.stored(7, 1));
    try (var client = connect(n2)) {
      assertThat(client.put(KEY, VALUE)).isInstanceOf(WriteOutcome.Stored.class);
    }
    assertThat(n2.requests).containsExactly("PUT /kv/greeting");
  }

  @Test
  void writeIsRepeatedWhenTheNodeSaysThatNothingWasApplied() throws IOException {
    n1.then(n1.problem(503, "range-unavailable")).then(n1.stored(7, 1));
    n2.then(n2.problem(503, "overloaded"));
    n3.then(n3.problem(503, "range-unavailable"));
    try (var client = connect()) {
      assertThat(client.put(KEY, VALUE)).isInstanceOf(WriteOutcome.Stored.class);
    }
    assertThat(n1.requests).hasSize(2);
  }

  /** A node knows who has the data; that another cannot be reached says less. */
  @Test
  void whereNobodyCanServeTheRangeTheWordOfANodeIsPassedOn() throws IOException {
    n1.close();
    n2.close();
    n3.then(n3.problem(503, "range-unavailable"));
    var options = ClientOptions.of(n3.address(), n1.address()).withTimeout(Duration.ofMillis(300));
    try (var client = RondelClient.connect(options)) {
      assertThat(client.get(KEY))
          .isEqualTo(new ReadOutcome.Unavailable("HTTP 503 range-unavailable: told so"));
      assertThat(client.put(KEY, VALUE))
          .isEqualTo(new WriteOutcome.Unavailable("HTTP 503 range-unavailable: told so"));
    }
  }

  @Test
  void writeIsNotRepeatedWhenTheConnectionBreaks() throws IOException {
    n1.then(FakeNode.hangUp());
    n2.then(n2.stored(7, 1));
    try (var client = connect()) {
      assertThat(client.put(KEY, VALUE)).isInstanceOf(WriteOutcome.Unknown.class);
      assertThat(client.delete(KEY)).isInstanceOf(WriteOutcome.Unknown.class);
    }
    assertThat(n1.requests).containsExactly("PUT /kv/greeting", "DELETE /kv/greeting");
    assertThat(n2.requests).isEmpty();
  }

  @Test
  void writeIsUnknownAfterEveryErrorThatDoesNotProveTheContrary() throws IOException {
    n1.then(n1.problem(504, "outcome-unknown"))
        .then(n1.problem(500, "internal"))
        .then(n1.problem(503, "something-else"))
        .then(FakeNode.withoutHeaders(503))
        .then(FakeNode.withoutHeaders(502));
    try (var client = connect()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.put(KEY, VALUE)).isInstanceOf(WriteOutcome.Unknown.class);
      }
    }
    assertThat(n1.requests).hasSize(5);
    assertThat(n2.requests).isEmpty();
  }

  @Test
  void writeThatNobodyTakesIsUnavailableAfterTheTimeout() throws IOException {
    for (FakeNode node : List.of(n1, n2, n3)) {
      node.then(node.problem(503, "range-unavailable"));
    }
    var options = ClientOptions.of(n1.address()).withTimeout(Duration.ofMillis(300));
    try (var client = RondelClient.connect(options)) {
      assertThat(client.put(KEY, VALUE)).isInstanceOf(WriteOutcome.Unavailable.class);
    }
  }

  @Test
  void conditionsAndTimeToLiveTravelAsHeaders() throws IOException {
    n1.then(n1.stored(7, 1));
    try (var client = connect()) {
      client.put(
          KEY, VALUE, WriteOptions.when(Condition.ifAbsent()).expiringAfter(Duration.ofMinutes(2)));
      client.put(KEY, VALUE, WriteOptions.when(Condition.ifVersion(new Version(5))));
      client.delete(KEY, Condition.ifPresent());
    }
    assertThat(n1.requests)
        .containsExactly(
            "PUT /kv/greeting If-None-Match: * X-Rondel-TTL: 120",
            "PUT /kv/greeting If-Match: \"5\"",
            "DELETE /kv/greeting If-Match: *");
  }

  @Test
  void outcomesOfWritesAreToldApart() throws IOException {
    n1.then(n1.problem(412, "condition-failed"))
        .then(n1.problem(413, "value-too-large"))
        .then(n1.problem(507, "disk-full"))
        .then(n1.problem(404, "key-missing"));
    try (var client = connect()) {
      assertThat(client.put(KEY, VALUE))
          .isEqualTo(new WriteOutcome.ConditionFailed(new Version(17), BY_N1));
      assertThat(client.put(KEY, VALUE))
          .isEqualTo(new WriteOutcome.Rejected(new Problem(413, "value-too-large", "told so")));
      assertThat(client.put(KEY, VALUE)).isInstanceOf(WriteOutcome.Full.class);
      assertThat(client.delete(KEY)).isEqualTo(new WriteOutcome.Missing(BY_N1));
    }
  }

  @Test
  void newerEpochInAnAnswerBringsTheNewerView() throws IOException {
    n1.then(n1.stored(7, 2));
    n3.then(n3.stored(8, 2));
    try (var client = connect()) {
      tell(2, List.of("n3", "n2"));
      client.put(KEY, VALUE);
      await(() -> client.view().epoch().equals(new Epoch(2)));
      client.put(KEY, VALUE);
    }
    assertThat(n1.requests).hasSize(1);
    assertThat(n3.requests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "<html>", "null"})
  void whatIsNoRingIsRefused(String answer) {
    n1.ring = answer;
    assertThatThrownBy(this::connect)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/ring cannot be read");
  }

  @Test
  void aRingOfWhichSomethingIsMissingIsRefused() {
    n1.ring = n1.ring.replace("\"chainEpoch\"", "\"other\"");
    assertThatThrownBy(this::connect)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chainEpoch");
  }

  @Test
  void olderViewNeverReplacesANewerOne() throws IOException {
    tell(5, List.of("n1", "n2"));
    try (var client = connect()) {
      tell(4, List.of("n3", "n2"));
      assertThat(client.refresh().epoch()).isEqualTo(new Epoch(5));
    }
  }

  @Test
  void seedsTakeEverythingWhenTheRingsAddressesCannotBeReached() throws IOException {
    n3.ring = ring(1, List.of("n1", "n2")).replaceAll("localhost:\\d+", "no-such-host.invalid:1");
    n3.then(n3.stored(7, 1));
    try (var client = connect(n3)) {
      assertThat(client.put(KEY, VALUE)).isInstanceOf(WriteOutcome.Stored.class);
    }
  }

  @Test
  void withoutDirectOnlyTheSeedsAreAsked() throws IOException {
    n3.then(n3.stored(7, 1));
    try (var client = RondelClient.connect(ClientOptions.of(n3.address()).withDirect(false))) {
      assertThat(client.put(KEY, VALUE)).isInstanceOf(WriteOutcome.Stored.class);
    }
    assertThat(n1.requests).isEmpty();
    assertThat(n3.requests).hasSize(1);
  }

  @Test
  void nodesAreReachedOnTheGivenHostWithTheRingsPorts() throws IOException {
    n3.ring = ring(1, List.of("n1", "n2")).replace("localhost:", "node-in-a-container.invalid:");
    n1.then(n1.stored(7, 1));
    try (var client =
        RondelClient.connect(ClientOptions.of(n3.address()).withNodeHost("localhost"))) {
      client.put(KEY, VALUE);
    }
    assertThat(n1.requests).hasSize(1);
  }

  @Test
  void nodesWhoseNamesAreNotKnownHereAreReachedOnTheSeedsHost() throws IOException {
    n3.ring = ring(1, List.of("n1", "n2")).replace("localhost:", "node-in-a-container.invalid:");
    n1.then(n1.stored(7, 1));
    try (var client = RondelClient.connect(n3.address())) {
      client.put(KEY, VALUE);
    }
    assertThat(n1.requests).hasSize(1);
  }

  @Test
  void aSeedThatIsSlowToTellTheRingIsAskedAgain() throws IOException {
    n1.unansweredRings.set(1);
    n3.close();
    try (var client = RondelClient.connect(n1.address(), n3.address())) {
      assertThat(client.view().epoch()).isEqualTo(new Epoch(1));
    }
  }

  @Test
  void connectingWithoutAClusterFails() {
    n1.close();
    assertThatThrownBy(() -> RondelClient.connect(n1.address())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> RondelClient.connect(URI.create("localhost:3000")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://localhost:9999");
  }

  private RondelClient connect() throws IOException {
    return connect(n1);
  }

  private static RondelClient connect(FakeNode seed) throws IOException {
    return RondelClient.connect(seed.address());
  }

  private void tell(long epoch, List<String> chain) {
    List.of(n1, n2, n3).forEach(node -> node.ring = ring(epoch, chain));
  }

  private String ring(long epoch, List<String> chain) {
    var range =
        new Range(
            Token.parse("8" + "0".repeat(31)),
            chain.stream().map(NodeId::of).toList(),
            List.of(),
            new Epoch(epoch),
            List.of());
    var view =
        new View(
            new Epoch(epoch),
            2,
            "md5",
            Stream.of(n1, n2, n3).map(RondelClientTest::member).toList(),
            List.of(range));
    return Json.MAPPER.writeValueAsString(RingDocument.of(view));
  }

  private static Member member(FakeNode node) {
    String address = "localhost:" + node.address().getPort();
    return new Member(
        NodeId.of(node.id), 1, address, address, "", 1, Member.Standing.IN, true, List.of());
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 10 s in vain").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
