package dev.rondel.coordinator.web;

import static dev.rondel.coordinator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.coordinator.CoordinatorApplication;
import dev.rondel.coordinator.FakeNode;
import dev.rondel.coordinator.grpc.SessionServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Where the toy fails: its ring is empty, has one node, or would lose its last. */
final class SmallRingTest {

  @TempDir Path directory;

  @Test
  void ringsOfNoneAndOfOneAnswerToo() throws Exception {
    try (ConfigurableApplicationContext coordinator =
            SpringApplication.run(
                CoordinatorApplication.class,
                "--server.port=0",
                "--rondel.grpc.port=0",
                "--rondel.data=" + directory.resolve("ring"),
                "--spring.main.banner-mode=off");
        var http = HttpClient.newHttpClient()) {
      URI base =
          URI.create(
              "http://localhost:"
                  + coordinator.getEnvironment().getRequiredProperty("local.server.port"));

      assertThat(http.send(request(base, "/slots/").build(), BodyHandlers.ofString()).body())
          .contains("\"nodes\":[]", "\"slots\":[]");
      assertThat(place(http, base).statusCode()).isEqualTo(503);
      assertThat(place(http, base).body()).contains("empty-ring");

      int sessions = coordinator.getBean(SessionServer.class).port();
      try (var _ = new FakeNode("node_3000", 1, sessions)) {
        eventually(() -> place(http, base).statusCode() == 200, () -> "no node is in the ring");
        assertThat(place(http, base).body())
            .isEqualTo("{\"node\":\"node_3000\",\"succ\":\"node_3000\",\"pred\":\"node_3000\"}");

        var last = post(http, base, "/remove_node/", "{\"node_id\": \"node_3000\"}");
        assertThat(last.statusCode()).isEqualTo(409);
        assertThat(last.body()).contains("last-node");
      }
    }
  }

  private static HttpResponse<String> place(HttpClient http, URI base) {
    return post(http, base, "/item_node_id/", "{\"item_key\": \"k\"}");
  }

  private static HttpResponse<String> post(HttpClient http, URI base, String path, String body) {
    try {
      return http.send(
          request(base, path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpRequest.Builder request(URI base, String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Content-Type", "application/json");
  }
}
