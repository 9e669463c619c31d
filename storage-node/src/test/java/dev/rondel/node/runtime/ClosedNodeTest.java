package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("no other node is to have a thread meanwhile")
final class ClosedNodeTest {

  private final NodeCluster cluster = new NodeCluster("a", "b");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aClosedNodeAnswersWhatWasUnderWayAndLeavesNoThread() {
    cluster.form("a b");
    cluster.node("b").store.hold();
    var put = cluster.async(() -> cluster.put("a", "k", "x"));
    eventually("the write is at b", () -> cluster.node("b").store.held() == 1);

    for (var node : cluster.nodes()) {
      node.runtime().close();
      assertThat(node.store.closings()).isEqualTo(1);
    }

    assertThat(put.orTimeout(10, TimeUnit.SECONDS).join()).isInstanceOf(Outcome.Unknown.class);
    eventually(
        "no thread of a node is left",
        () -> Thread.getAllStackTraces().keySet().stream().noneMatch(ClosedNodeTest::isOfANode));
  }

  private static boolean isOfANode(Thread thread) {
    return Stream.of(
            "chain-loop",
            "chain-reads-",
            "peer-links",
            "janitor",
            "range-copy-",
            "coordinator-session")
        .anyMatch(thread.getName()::startsWith);
  }
}
