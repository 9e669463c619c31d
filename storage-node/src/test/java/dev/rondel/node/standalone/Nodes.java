package dev.rondel.node.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.RunningNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Standalone nodes of one test, and what they have. */
final class Nodes implements AutoCloseable {

  private final Path directory;
  private final String[] arguments;
  private final List<RunningNode> all = new ArrayList<>();

  Nodes(Path directory, String... arguments) {
    this.directory = directory;
    this.arguments = arguments;
  }

  RunningNode start(String name) {
    return add(RunningNode.start(directory, name, arguments));
  }

  RunningNode add(RunningNode node) {
    all.add(node);
    return node;
  }

  static void fill(RunningNode node, String prefix, int keys) {
    for (int i = 0; i < keys; i++) {
      node.put(prefix + i, "of " + prefix + i);
    }
  }

  static void assertHas(RunningNode node, String prefix, int keys) {
    for (int i = 0; i < keys; i++) {
      assertThat(node.value(prefix + i))
          .as(prefix + i + " at " + node.name())
          .isEqualTo("of " + prefix + i);
    }
  }

  /** The keys that each of them is responsible for. */
  static List<String> keysOf(RunningNode... members) {
    return Arrays.stream(members).flatMap(member -> member.lines("/db").stream()).toList();
  }

  @Override
  public void close() {
    all.forEach(RunningNode::close);
  }
}
