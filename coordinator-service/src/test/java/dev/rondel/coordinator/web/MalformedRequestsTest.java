package dev.rondel.coordinator.web;

import static dev.rondel.wire.MalformedHttp.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rondel.coordinator.CoordinatorApplication;
import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.wire.MalformedHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A thousand malformed requests for the interfaces of the coordinator, made of valid ones. */
class MalformedRequestsTest {

  private static final String JSON = "Content-Type: application/json\r\n";

  @TempDir static Path directory;
  private static ServletWebServerApplicationContext application;
  private static int port;

  @BeforeAll
  static void start() {
    application =
        (ServletWebServerApplicationContext)
            SpringApplication.run(
                CoordinatorApplication.class,
                "--server.port=0",
                "--rondel.grpc.port=0",
                "--rondel.data=" + directory.resolve("ring"),
                "--spring.main.banner-mode=off");
    port = Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  @AfterEach
  void stillServes() {
    await().until(() -> connections() <= 1); // the one that is waited for
    assertThat(get("/ring").path("replicationFactor").isNumber()).isTrue();
  }

  private static long connections() {
    var server = (TomcatWebServer) Objects.requireNonNull(application.getWebServer());
    var protocol = (AbstractProtocol<?>) server.getTomcat().getConnector().getProtocolHandler();
    return protocol.getConnectionCount();
  }

  private static JsonNode get(String path) {
    try {
      String answer = MalformedHttp.talk(port, request("GET " + path, "Connection: close\r\n", ""));
      String body = answer.substring(answer.indexOf("\r\n\r\n"));
      return JsonMapper.shared()
          .readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
    } catch (IOException silent) {
      throw new UncheckedIOException(silent);
    }
  }

  @Test
  void halfABodyIsToldAsSuch() throws Exception {
    String whole = request("POST /nodes", JSON, "{\"id\": \"node_3009\"}");

    assertThat(MalformedHttp.talk(port, whole.substring(0, whole.length() - 5)))
        .startsWith("HTTP/1.1 400")
        .contains("\"code\":\"malformed-body\"", "could not be read to its end");
  }

  @Test
  void ofNodesAndTheRing() throws Exception {
    MalformedHttp.send(
        port,
        List.of(
            request(
                "POST /nodes", JSON, "{\"id\": \"node_3009\", \"weight\": 1.5, \"zone\": \"a\"}"),
            request("PATCH /nodes/node_3009", JSON, "{\"weight\": 2, \"zone\": \"b\"}"),
            request("DELETE /nodes/node_3009", "", ""),
            request("GET /nodes/node_3009", "", ""),
            request("PATCH /ring", JSON, "{\"replicationFactor\": 3}"),
            request("GET /ring/lookup?key=greeting&via=fingers&from=node_3000", "", ""),
            request("GET /ring/lookup?key64=Z3JlZXRpbmc", "", ""),
            request("GET /ring/ranges", "", ""),
            request("GET /redistribution", "", ""),
            request(
                "POST /redistribution/accept-loss",
                JSON,
                "{\"nodes\": [\"node_3009\"], \"confirm\": true}"),
            request("GET /view", "", ""),
            request("GET /events?limit=10", "", "")),
        message ->
            assertThat(application.getBean(CoordinatorLoop.class).board().snapshot().view())
                .as("after %s", message)
                .matches(view -> view.members().isEmpty() && view.ranges().isEmpty()));
  }

  @Test
  void ofTheToySystem() throws Exception {
    MalformedHttp.send(
        port,
        List.of(
            request("POST /add_node/", JSON, "{\"node_id\": \"node_3009\"}"),
            request("POST /remove_node", JSON, "{\"node_id\": \"node_3009\"}"),
            request("POST /item_node_id", JSON, "{\"item_key\": \"greeting\"}"),
            request("GET /slots/", "", ""),
            request("GET /healthcheck", "", "")),
        "\"detail\":", // that system's own errors, and problems, have this in common
        message ->
            assertThat(application.getBean(CoordinatorLoop.class).board().snapshot().view())
                .as("after %s", message)
                .matches(view -> view.members().isEmpty()));
  }

  /** Without what is no percent-encoding. */
  private static String lenient(String message) {
    return message.replaceAll("%(?![0-9a-fA-F]{2})", "");
  }

  @Test
  void ofLocks() throws Exception {
    var asked = new StringBuilder();
    MalformedHttp.send(
        port,
        List.of(
            request("POST /locks/printer", JSON, "{\"client\": \"ann\", \"ttl\": \"PT30S\"}"),
            request("POST /locks/a%2Fb", JSON, "{\"client\": \"ann\", \"ttl\": \"PT5S\"}"),
            request("PUT /locks/printer", JSON, "{\"client\": \"ann\", \"token\": 1}"),
            request("GET /locks/printer", "", ""),
            request("GET /locks", "", ""),
            request("DELETE /locks/printer?client=ann", "", "")),
        message -> {
          asked.append(message).append(URLDecoder.decode(lenient(message), ISO_8859_1));
          for (JsonNode lock : get("/locks").path("locks").values()) {
            String name = new String(lock.path("name").asString("").getBytes(UTF_8), ISO_8859_1);
            assertThat(asked.indexOf(name)).as("%s after %s", name, message).isNotNegative();
          }
        });
  }
}
