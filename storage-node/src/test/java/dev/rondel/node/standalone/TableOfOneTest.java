package dev.rondel.node.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.RunningNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with no coordinator anywhere, as a whole process would run it. */
final class TableOfOneTest {

  @TempDir Path directory;

  @Test
  void aNodeAloneIsAHashTable() {
    try (var peer = RunningNode.start(directory, "peer1")) {
      peer.put("key", "value");
      peer.put("other", "b=1&c=2");

      assertThat(peer.value("key")).isEqualTo("value");
      assertThat(peer.value("other")).isEqualTo("b=1&c=2");
      assertThat(peer.text("/dht/peers")).isEqualTo("peer1");
      assertThat(peer.lines("/db")).containsExactlyInAnyOrder("key", "other");
      assertThat(peer.text("/kv/key")).isEqualTo("value");

      peer.delete("key");
      assertThat(peer.value("key")).isEmpty();
      assertThat(peer.lines("/db")).containsExactly("other");
    }
  }

  @Test
  void itIsThereAgainAfterARestart() {
    try (var peer = RunningNode.start(directory, "peer1")) {
      peer.put("key", "value");
      peer.stop();

      peer.restart();

      assertThat(peer.value("key")).isEqualTo("value");
      assertThat(peer.data().resolve("table.properties")).exists();
      assertThat(peer.text("/dht/peers").getBytes(StandardCharsets.UTF_8)).hasSize(5);
    }
  }
}
