package dev.rondel.node.compat.chord;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.web.InMemoryGateway;
import dev.rondel.node.web.RawHttp;
import dev.rondel.node.web.RawHttp.Answer;
import dev.rondel.node.web.WebTestApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The older JSON interface, with clients that send what they like. */
@SpringBootTest(
    classes = {WebTestApplication.class, ChordTest.Exits.class},
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ChordTest {

  private static final List<String> asked = new CopyOnWriteArrayList<>();
  private static final AtomicInteger exits = new AtomicInteger();
  private static HttpServer coordinator;

  @LocalServerPort int port;
  @Autowired InMemoryGateway gateway;

  /** Counts the ends of the process instead of ending it. */
  static class Exits {
    @Bean
    ProcessExit exit() {
      return exits::incrementAndGet;
    }
  }

  @BeforeAll
  static void startCoordinator() throws IOException {
    coordinator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    coordinator.createContext(
        "/nodes/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().endsWith("node_9") ? 404 : 200, -1);
          exchange.close();
        });
    coordinator.start();
  }

  @AfterAll
  static void stopCoordinator() {
    coordinator.stop(0);
  }

  @DynamicPropertySource
  static void coordinatorAddress(DynamicPropertyRegistry properties) {
    properties.add(
        "rondel.coordinator", () -> "http://localhost:" + coordinator.getAddress().getPort());
  }

  @BeforeEach
  void empty() {
    gateway.clear();
    asked.clear();
    exits.set(0);
  }

  @Test
  void storesAndReadsThroughAnyNode() throws IOException {
    assertThat(post("/client_insert_data", "{\"key\": \"k\", \"val\": \"v\"}").text())
        .isEqualTo(
            "{\"key\":\"k\",\"val\":\"v\",\"primary_node\":\"node_3000\",\"replica_node\":\"node_3001\"}");
    assertThat(post("/client_get_data", "{\"key\": \"k\"}").text())
        .isEqualTo("{\"value\":\"v\",\"key_origin_node\":\"node_3000\"}");
    assertThat(post("/get_data/", "{\"key\": \"k\"}").text()).isEqualTo("{\"value\":\"v\"}");
    assertThat(post("/insert_data/", "{\"key\": \"l\", \"val\": \"w\"}").text())
        .isEqualTo("{\"insertion\":\"OK\"}");
    assertThat(get("/get_keys").text()).isEqualTo("{\"keys\":[\"k\",\"l\"]}");
    assertThat(post("/delete_key/", "{\"key\": \"k\"}").text()).isEqualTo("{\"deletion\":\"OK\"}");
    assertThat(get("/get_keys").text()).isEqualTo("{\"keys\":[\"l\"]}");
    assertThat(get("/healthcheck/").text()).isEqualTo("\"Health - OK\"");
    assertThat(get("/healthcheck/").header("Content-Type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/client_insert_data", "/client_insert_data/", "/insert_data", "/insert_data/"})
  void pathsWorkWithAndWithoutTheirFinalSlash(String path) throws IOException {
    assertThat(post(path, "{\"key\": \"k\", \"val\": \"v\"}").status()).isEqualTo(200);
    assertThat(
            post("/client_get_data" + (path.endsWith("/") ? "/" : ""), "{\"key\": \"k\"}").status())
        .isEqualTo(200);
    assertThat(get("/get_keys" + (path.endsWith("/") ? "/" : "")).status()).isEqualTo(200);
    assertThat(get("/healthcheck" + (path.endsWith("/") ? "/" : "")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "-0.10",
        "1.10",
        "12345678901234567890123456789",
        "true",
        "[1,\"a\",null]",
        "{\"a\":{\"b\":[]},\"c\":\"\u20ac\"}",
        "\"\"",
        "\"5\"",
        "\"{}\"",
        "\"\u20ac\ud83d\ude00\\u0000\\n\""
      })
  void valuesComeBackAsTheJsonThatTheyWere(String value) throws IOException {
    assertThat(post("/client_insert_data", "{\"key\": \"k\", \"val\": " + value + "}").status())
        .isEqualTo(200);

    assertThat(post("/get_data/", "{\"key\": \"k\"}").text())
        .isEqualTo("{\"value\":" + value + "}");
  }

  @Test
  void theKeysAreThoseOfTheRestOfTheNode() throws IOException {
    post("/insert_data/", "{\"key\": \"text/\u20ac\", \"val\": \"v\"}");
    post("/insert_data/", "{\"key\": \"number\", \"val\": 5}");
    RawHttp.request(
        port,
        "PUT /kv/json",
        "Content-Type: application/json\r\n",
        "{\"a\": 1.50}".getBytes(UTF_8));
    RawHttp.request(
        port, "PUT /kv/not-json", "Content-Type: application/json\r\n", "{\"a\"".getBytes(UTF_8));
    RawHttp.request(port, "PUT /kv/binary", "", new byte[] {-1, 0});

    Answer text = get("/kv/text/%E2%82%AC");
    assertThat(text.text()).isEqualTo("v");
    assertThat(text.header("Content-Type")).isEqualTo("text/plain;charset=utf-8");
    assertThat(get("/kv/number").text()).isEqualTo("5");
    assertThat(get("/kv/number").header("Content-Type")).isEqualTo("application/json");
    assertThat(post("/get_data/", "{\"key\": \"json\"}").text())
        .isEqualTo("{\"value\":{\"a\": 1.50}}");
    assertThat(post("/get_data/", "{\"key\": \"not-json\"}").text())
        .isEqualTo("{\"value\":\"{\\\"a\\\"\"}");
    assertThat(post("/get_data/", "{\"key\": \"binary\"}").text())
        .isEqualTo("{\"value\":\"base64:_wA\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/client_get_data", "/get_data/", "/delete_key/"})
  void aMissingKeyIsSaidToBeMissing(String path) throws IOException {
    Answer answer = post(path, "{\"key\": \"nobody\"}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).contains("\"code\":\"key-missing\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"k\"",
        "{",
        "{}",
        "{\"key\": \"k\"}",
        "{\"val\": \"v\"}",
        "{\"key\": null, \"val\": \"v\"}",
        "{\"key\": 5, \"val\": \"v\"}",
        "{\"key\": \"k\", \"val\": null}",
        "{\"key\": \"k\", \"val\": \"v\"} trailing",
        "{\"key\": \"\\ud800\", \"val\": \"v\"}",
        "\u0000",
        "k=v"
      })
  void wrongBodiesAreRefusedWith422(String body) throws IOException {
    Answer answer = post("/client_insert_data", body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("\"code\":\"bad-body\"");
    assertThat(gateway.size()).isZero();
  }

  @Test
  void anyContentTypeWillDo() throws IOException {
    byte[] body = "{\"key\": \"k\", \"val\": \"a=b&c\"}".getBytes(UTF_8);
    for (String type :
        List.of(
            "application/x-www-form-urlencoded", "text/plain", "application/json;charset=utf-8")) {
      Answer answer =
          RawHttp.request(port, "POST /insert_data/", "Content-Type: " + type + "\r\n", body);
      assertThat(answer.status()).isEqualTo(200);
    }
    assertThat(RawHttp.request(port, "POST /insert_data/", "", body).status()).isEqualTo(200);
    assertThat(post("/get_data/", "{\"key\": \"k\"}").text()).isEqualTo("{\"value\":\"a=b&c\"}");
  }

  @Test
  void keysAndValuesHaveTheLimitsOfTheNode() throws IOException {
    String longKey = "{\"key\": \"" + "k".repeat(1025) + "\", \"val\": \"v\"}";
    String largeValue = "{\"key\": \"k\", \"val\": \"" + "v".repeat((1 << 20) + 1) + "\"}";

    assertThat(post("/insert_data/", longKey).text()).contains("key-too-long");
    assertThat(post("/insert_data/", "{\"key\": \"\", \"val\": \"v\"}").text())
        .contains("key-empty");
    assertThat(post("/insert_data/", largeValue).status()).isEqualTo(413);
    assertThat(gateway.size()).isZero();
  }

  @Test
  void troubleIsToldAsItIsUnderKv() throws IOException {
    gateway.answerNext(new Outcome.Unavailable("nobody is up", List.of(), gateway.route()));
    Answer unavailable = post("/client_get_data", "{\"key\": \"k\"}");
    gateway.answerNext(new Outcome.Unknown("the chain broke", gateway.route()));
    Answer unknown = post("/client_insert_data", "{\"key\": \"k\", \"val\": \"v\"}");

    assertThat(unavailable.status()).isEqualTo(503);
    gateway.answerNext(new Outcome.Unavailable("nobody is up", List.of(), gateway.route()));
    Answer noKeys = get("/get_keys");

    assertThat(noKeys.status()).isEqualTo(503);
    assertThat(noKeys.text()).contains("range-unavailable");
    assertThat(unavailable.header("Retry-After")).isEqualTo("1");
    assertThat(unknown.status()).isEqualTo(504);
    assertThat(unknown.text()).contains("outcome-unknown");
  }

  @ParameterizedTest
  @CsvSource({"node_3000,1", "node_3001,0"})
  void shutdownDrainsFirstAndEndsOnlyThisProcess(String node, int ends) throws IOException {
    Answer answer = post("/shutdown/", "{\"node_id\": \"" + node + "\"}");

    assertThat(answer.text()).isEqualTo("{\"removed_node\":\"" + node + "\"}");
    assertThat(asked).containsExactly("DELETE /nodes/" + node + "?wait=true");
    assertThat(exits).hasValue(ends);
  }

  @Test
  void shutdownOfANodeThatIsNoneDoesNothing() throws IOException {
    assertThat(post("/shutdown/", "{\"node_id\": \"node_9\"}").status()).isEqualTo(404);
    assertThat(post("/shutdown/", "{\"node_id\": \"no node\"}").status()).isEqualTo(422);
    assertThat(post("/shutdown/", "{}").status()).isEqualTo(422);
    assertThat(exits).hasValue(0);
  }

  @Test
  void aPathIsNotReadWithTheWrongMethod() throws IOException {
    Answer answer = get("/client_insert_data");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("POST");
    assertThat(answer.text()).contains("\"code\":\"method-not-allowed\"");
  }

  private Answer post(String path, String body) throws IOException {
    return RawHttp.request(
        port, "POST " + path, "Content-Type: application/json\r\n", body.getBytes(UTF_8));
  }

  private Answer get(String path) throws IOException {
    return RawHttp.request(port, "GET " + path, "", null);
  }
}
