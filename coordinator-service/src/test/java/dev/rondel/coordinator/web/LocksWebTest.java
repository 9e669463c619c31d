package dev.rondel.coordinator.web;

import static dev.rondel.coordinator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.coordinator.CoordinatorApplication;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Locks over HTTP. Each test has a lock of its own. */
class LocksWebTest {

  @TempDir static Path directory;
  private static ConfigurableApplicationContext application;
  private static int port;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    application =
        SpringApplication.run(
            CoordinatorApplication.class,
            "--server.port=0",
            "--rondel.grpc.port=0",
            "--rondel.data=" + directory.resolve("ring"),
            "--spring.main.banner-mode=off");
    port = Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    application.close();
  }

  private static JsonNode send(String method, String path, String body, int status)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request(method, path, body), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static JsonNode take(String name, String client) throws Exception {
    return send("POST", "/locks/" + name, "{\"client\":\"%s\"}".formatted(client), 200);
  }

  private static String code(JsonNode problem) {
    return problem.get("code").stringValue();
  }

  private static void awaitWaiting(String name, String expected) throws InterruptedException {
    eventually(
        () -> {
          try {
            return send("GET", "/locks/" + name, "", 200)
                .get("waiting")
                .toString()
                .equals(expected);
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        () -> name);
  }

  @Test
  void aLockIsTakenRenewedAndGivenBackByItsHolderOnly() throws Exception {
    JsonNode taken = take("a", "ann");
    assertThat(taken.get("granted").booleanValue()).isTrue();
    assertThat(taken.get("expiresIn").doubleValue()).isBetween(20.0, 30.0);
    JsonNode other = take("a", "bob");
    assertThat(other.get("granted").booleanValue()).isFalse();
    assertThat(other.get("holder").stringValue()).isEqualTo("ann");
    JsonNode renewed = send("PUT", "/locks/a", "{\"client\":\"ann\",\"ttl\":\"2m\"}", 200);
    assertThat(renewed.get("token")).isEqualTo(taken.get("token"));
    assertThat(renewed.get("expiresIn").doubleValue()).isGreaterThan(100);
    assertThat(code(send("PUT", "/locks/a", "{\"client\":\"bob\"}", 409)))
        .isEqualTo("not-lock-holder");
    assertThat(code(send("DELETE", "/locks/a?client=bob", "", 409))).isEqualTo("not-lock-holder");
    send("DELETE", "/locks/a?client=ann", "", 200);
    assertThat(code(send("DELETE", "/locks/a?client=ann", "", 404))).isEqualTo("lock-not-held");
    assertThat(code(send("GET", "/locks/a", "", 404))).isEqualTo("lock-not-held");
    assertThat(take("a", "bob").get("token").longValue())
        .isGreaterThan(taken.get("token").longValue());
  }

  @Test
  void aNameMayHaveSlashesAndWhatever() throws Exception {
    for (String name : new String[] {"jobs%2Fnightly", "a%20b", "gr%C3%BCn", "a%3Bb%25"}) {
      JsonNode taken = take(name, "ann");
      assertThat(taken.get("granted").booleanValue()).as(name).isTrue();
      assertThat(taken.get("name").stringValue())
          .isEqualTo(URLDecoder.decode(name, StandardCharsets.UTF_8));
      send("DELETE", "/locks/" + name + "?client=ann", "", 200);
    }
  }

  @Test
  void aClientThatWaitsGetsItWhenItIsGivenBack() throws Exception {
    take("b", "ann");
    var waiting =
        http.sendAsync(
            request("POST", "/locks/b", "{\"client\":\"bob\",\"wait\":\"60s\"}"),
            HttpResponse.BodyHandlers.ofString());
    awaitWaiting("b", "[\"bob\"]");
    assertThat(send("GET", "/locks", "", 200).get("locks").toString())
        .contains("\"holder\":\"ann\"");
    send("DELETE", "/locks/b?client=ann", "", 200);
    JsonNode granted = JsonMapper.shared().readTree(waiting.join().body());
    assertThat(granted.get("granted").booleanValue()).isTrue();
    assertThat(granted.get("holder").stringValue()).isEqualTo("bob");
  }

  @Test
  void aClientThatHangsUpLeavesTheQueue() throws Exception {
    take("c", "ann");
    String body = "{\"client\":\"bob\",\"wait\":\"60s\"}";
    try (var socket = new Socket("localhost", port)) {
      String request =
          "POST /locks/c HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      awaitWaiting("c", "[\"bob\"]");
    }
    awaitWaiting("c", "[]");
  }

  @Test
  void nonsenseIsRefused() throws Exception {
    assertThat(code(send("POST", "/locks/d", "{\"client\":\"\"}", 422))).isEqualTo("invalid-field");
    String[] wishes = {"\"ttl\":\"soon\"", "\"ttl\":\"0s\"", "\"wait\":\"1h\"", "\"wait\":\"-1s\""};
    for (String wish : wishes) {
      JsonNode problem = send("POST", "/locks/d", "{\"client\":\"ann\",%s}".formatted(wish), 422);
      assertThat(code(problem)).isEqualTo("invalid-field");
    }
    String tooLong = "/locks/" + "x".repeat(201);
    assertThat(code(send("POST", tooLong, "{\"client\":\"ann\"}", 422))).isEqualTo("invalid-field");
  }

  @Test
  void theViewTellsTheEpochAndTheServers() throws Exception {
    JsonNode view = send("GET", "/view", "", 200);
    assertThat(view.get("epoch").isNumber()).isTrue();
    assertThat(view.get("servers").isArray()).isTrue();
  }
}
