package dev.rondel.node.compat.chord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.RunningNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code /shutdown/} of standalone nodes. */
final class StandaloneShutdownTest {

  private static final AtomicInteger EXITS = new AtomicInteger();

  /** In the place of the end of this process. */
  @Configuration(proxyBeanMethods = false)
  static class Counted {
    @Bean
    ProcessExit processExit() {
      return EXITS::incrementAndGet;
    }
  }

  @TempDir Path directory;

  @BeforeEach
  void begin() {
    EXITS.set(0);
  }

  private RunningNode start(String name) {
    return RunningNode.start(
        directory,
        name,
        "--spring.main.sources=" + Counted.class.getName(),
        "--spring.main.allow-bean-definition-overriding=true");
  }

  private static HttpResponse<String> shutDown(RunningNode asked, String node) {
    return asked.send("POST", "/shutdown/", "{\"node_id\": \"" + node + "\"}");
  }

  @Test
  void theNodeLeavesItsTableAndEndsWhereItWasAskedItself() {
    try (var one = start("peer1");
        var two = start("peer2");
        var three = start("peer3")) {
      one.put("key", "value");
      assertThat(one.join(two, three).statusCode()).isEqualTo(200);

      HttpResponse<String> other = shutDown(one, "peer3");

      assertThat(other.body()).isEqualTo("{\"removed_node\":\"peer3\"}");
      assertThat(EXITS).hasValue(0);
      assertThat(three.text("/dht/peers")).isEqualTo("peer3");
      assertThat(one.lines("/dht/peers")).containsExactly("peer1", "peer2");

      HttpResponse<String> itself = shutDown(one, "peer1");

      assertThat(itself.body()).isEqualTo("{\"removed_node\":\"peer1\"}");
      assertThat(EXITS).hasValue(1);
      assertThat(two.text("/dht/peers")).isEqualTo("peer2");
      assertThat(two.value("key")).isEqualTo("value");
      assertThat(shutDown(two, "peer9").statusCode()).isEqualTo(404);
      assertThat(shutDown(two, "peer9").body()).contains("no-such-node");
    }
  }
}
