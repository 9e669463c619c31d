package dev.rondel.coordinator.grpc;

import static dev.rondel.coordinator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.coordinator.FakeNode;
import dev.rondel.coordinator.core.CoreSettings;
import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.coordinator.runtime.MapDbRingStore;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.TokenAllocator;
import dev.rondel.view.Placement;
import dev.rondel.view.View;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {

  @TempDir Path directory;
  private final List<FakeNode> nodes = new ArrayList<>();
  private CoordinatorLoop loop;
  private SessionServer server;
  private int port;

  @BeforeEach
  void startCoordinator() throws IOException {
    var settings =
        new CoreSettings(
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            8,
            TokenAllocator.balanced(16));
    loop =
        new CoordinatorLoop(
            settings, View.empty(2, "md5"), MapDbRingStore.open(directory), Clock.systemUTC());
    loop.start();
    server = new SessionServer(loop, settings.lease(), 0);
    server.start();
    port = server.port();
  }

  @AfterEach
  void stop() throws IOException {
    nodes.forEach(FakeNode::close);
    stopCoordinator();
  }

  private void stopCoordinator() throws IOException {
    server.close();
    loop.close();
  }

  private FakeNode node(String id, long incarnation) throws IOException {
    var node = new FakeNode(id, incarnation, port);
    nodes.add(node);
    return node;
  }

  private View view() {
    return loop.board().snapshot().view();
  }

  private boolean isPlaced(int members) {
    View view = view();
    Placement placement = loop.board().snapshot().target();
    return view.members().size() == members
        && view.ranges().stream()
            .allMatch(
                range ->
                    range.isSettled()
                        && range.learners().isEmpty()
                        && range.chain().equals(placement.replicas(range.token())));
  }

  @Test
  void tenNodesFormARing() throws Exception {
    for (int i = 0; i < 10; i++) {
      node("node_" + (3000 + i), 1);
    }
    eventually(() -> isPlaced(10), this::view);
    assertThat(view().ranges()).hasSize(160).allMatch(range -> range.chain().size() == 2);
    FakeNode last = nodes.getLast();
    eventually(
        () -> view().equals(last.view()) && last.leaseEpoch() == view().epoch().value(),
        last::view);
  }

  @Test
  void aKilledNodeLeavesItsChainsAtOnceAndComesBack() throws Exception {
    node("a", 1);
    node("b", 1);
    node("c", 1);
    eventually(() -> isPlaced(3), this::view);

    nodes.get(1).kill();
    NodeId b = NodeId.of("b");
    eventually(
        () -> view().ranges().stream().noneMatch(range -> range.chain().contains(b)), this::view);
    assertThat(view().member(b).orElseThrow().up()).isFalse();

    node("b", 2);
    eventually(() -> isPlaced(3) && view().member(b).orElseThrow().up(), this::view);
  }

  @Test
  void aFrozenNodeIsMarkedDownAfterItsLease() throws Exception {
    node("a", 1);
    FakeNode b = node("b", 1);
    eventually(() -> isPlaced(2), this::view);
    b.freeze();
    eventually(() -> !view().member(b.id()).orElseThrow().up(), this::view);
    assertThat(view().ranges()).allMatch(range -> range.chain().equals(List.of(NodeId.of("a"))));
  }

  @Test
  void aSecondProcessWithTheSameIdIsRefused() throws Exception {
    FakeNode first = node("a", 1);
    eventually(() -> isPlaced(1), this::view);
    FakeNode second = node("a", 2);
    eventually(() -> second.refusalCode().equals("duplicate-node"), second::refusalCode);
    assertThat(first.refusalCode()).isEmpty();

    FakeNode again = node("a", 2);
    eventually(() -> again.refusalCode().equals("duplicate-node"), again::refusalCode);
    loop.ask(_ -> true).get();
    assertThat(loop.board().snapshot().log())
        .as("noted once, however often it tries")
        .filteredOn(entry -> entry.text().startsWith("refused a session"))
        .hasSize(1);
  }

  @Test
  void theRingIsThereAfterARestartOfTheCoordinator() throws Exception {
    node("a", 1);
    node("b", 1);
    eventually(() -> isPlaced(2), this::view);

    // The coordinator ends first: a node that closes before it is marked down, which is a new view.
    stopCoordinator();
    View before = view();
    nodes.forEach(FakeNode::close);
    startCoordinator();
    assertThat(view()).isEqualTo(before);
    node("a", 2);
    node("b", 2);
    eventually(
        () ->
            isPlaced(2)
                && view().members().stream()
                    .allMatch(member -> member.up() && member.incarnation() == 2),
        this::view);
    assertThat(view().ranges()).allMatch(range -> before.epoch().isBefore(range.chainEpoch()));
  }
}
