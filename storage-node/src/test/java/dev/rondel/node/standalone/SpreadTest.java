package dev.rondel.node.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.RunningNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How evenly small tables share their keys. */
final class SpreadTest {

  private static final int NODES = 10;
  private static final int KEYS = 1_000;

  @TempDir Path directory;
  private final List<RunningNode> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(RunningNode::close);
  }

  @Test
  void tenNodesShareAThousandKeys() {
    for (int i = 0; i < NODES; i++) {
      nodes.add(RunningNode.start(directory, "peer" + i));
    }
    RunningNode first = nodes.getFirst();
    first.put("first", "so that it is the larger table");
    RunningNode[] others = nodes.stream().skip(1).toArray(RunningNode[]::new);
    assertThat(first.join(others).statusCode()).isEqualTo(200);
    first.delete("first");
    for (int i = 0; i < KEYS; i++) {
      nodes.get(i % NODES).put("key" + i, "value" + i);
    }

    var all = new ArrayList<String>();
    for (RunningNode node : nodes) {
      List<String> keys = node.lines("/db");
      assertThat(keys).as(node.name()).hasSizeBetween(25, 250);
      all.addAll(keys);
    }

    assertThat(all).hasSize(KEYS).doesNotHaveDuplicates();
    assertThat(nodes.get(5).value("key999")).isEqualTo("value999");
  }
}
