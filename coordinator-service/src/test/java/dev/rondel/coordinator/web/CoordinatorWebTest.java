package dev.rondel.coordinator.web;

import static dev.rondel.coordinator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.coordinator.CoordinatorApplication;
import dev.rondel.coordinator.FakeNode;
import dev.rondel.coordinator.core.Progress;
import dev.rondel.coordinator.grpc.SessionServer;
import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.wire.RingDocument;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole coordinator, with nodes that hold real sessions and no data. */
class CoordinatorWebTest {

  @TempDir static Path directory;
  private static final List<FakeNode> nodes = new ArrayList<>();
  private static ConfigurableApplicationContext application;
  private static CoordinatorLoop loop;
  private static String base;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    application =
        SpringApplication.run(
            CoordinatorApplication.class,
            "--server.port=0",
            "--rondel.grpc.port=0",
            "--rondel.data=" + directory.resolve("ring"),
            "--spring.main.banner-mode=off");
    loop = application.getBean(CoordinatorLoop.class);
    base =
        "http://localhost:" + application.getEnvironment().getRequiredProperty("local.server.port");
    http = HttpClient.newHttpClient();
    int sessions = application.getBean(SessionServer.class).port();
    for (int i = 0; i < 3; i++) {
      nodes.add(new FakeNode("node_300" + i, 1, sessions));
    }
    settle(3);
  }

  @AfterAll
  static void stop() {
    nodes.forEach(FakeNode::close);
    http.close();
    application.close();
  }

  private static void settle(int in) throws InterruptedException {
    eventually(
        () ->
            loop.board().snapshot().target().ring().nodes().size() == in
                && loop.board().snapshot().progress().state() == Progress.State.CONVERGED,
        () -> loop.board().snapshot().progress());
  }

  @Test
  void theRingIsTheNewestViewInTheFormInWhichNodesTellItToo() throws Exception {
    JsonNode ring = get("/ring", 200);
    assertThat(ring.get("replicationFactor").intValue()).isEqualTo(2);
    assertThat(ring.get("hash").stringValue()).isEqualTo("md5");
    assertThat(JsonMapper.shared().treeToValue(ring, RingDocument.class).toView())
        .isEqualTo(loop.board().snapshot().view());
    assertThat(get("/ring/ranges", 200).get("ranges").size()).isEqualTo(48);
  }

  @Test
  void aLookupExplainsWhereAKeyIs() throws Exception {
    JsonNode lookup = get("/ring/lookup?key=hello", 200);
    assertThat(lookup.get("token").stringValue()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
    assertThat(lookup.get("replicas")).isEqualTo(lookup.get("placement"));
    assertThat(lookup.get("why").toString())
        .contains("5d41402abc4b2a76b9719d911017c592")
        .contains("node_300");
    assertThat(get("/ring/lookup?key64=aGVsbG8", 200)).isEqualTo(lookup);
    JsonNode way = get("/ring/lookup?key=hello&via=fingers&from=node_3001", 200).get("way");
    assertThat(way.at("/path/0").stringValue()).isEqualTo("node_3001");
    assertThat(way.at("/path/" + way.get("hops").intValue())).isEqualTo(lookup.get("primary"));
    assertThat(get("/ring/lookup?key=hello&via=luck", 422).get("code").stringValue())
        .isEqualTo("invalid-parameter");
    assertThat(get("/ring/lookup?key=hello&from=nobody", 422).get("detail").stringValue())
        .contains("node_3000");
    assertThat(get("/ring/lookup", 400).get("code").stringValue()).isEqualTo("missing-parameter");
    assertThat(get("/ring/lookup?key=", 422).get("code").stringValue()).isEqualTo("invalid-key");
  }

  @Test
  void aNodeDrainsAndJoinsAgain() throws Exception {
    JsonNode out = send("DELETE", "/nodes/node_3002?wait=true", "", 200);
    assertThat(out.get("standing").stringValue()).isEqualTo("out");
    assertThat(out.get("serves").intValue()).isZero();
    JsonNode in = send("POST", "/nodes", "{\"id\":\"node_3002\"}", 202);
    assertThat(in.get("standing").stringValue()).isEqualTo("in");
    settle(3);
    assertThat(get("/events", 200).toString()).contains("node_3002 has left the ring");
  }

  @Test
  void theRingAndItsNodesCanBeChanged() throws Exception {
    assertThat(
            send("PATCH", "/ring", "{\"replicationFactor\":3}", 200)
                .get("replicationFactor")
                .intValue())
        .isEqualTo(3);
    settle(3);
    assertThat(get("/nodes/node_3000", 200).get("serves").intValue()).isEqualTo(48);
    send("PATCH", "/ring", "{\"replicationFactor\":2}", 200);
    assertThat(
            send("PATCH", "/nodes/node_3001", "{\"weight\":2,\"zone\":\"z1\"}", 200)
                .get("tokens")
                .intValue())
        .isEqualTo(32);
    settle(3);
    send("PATCH", "/nodes/node_3001", "{\"weight\":1,\"zone\":\"\"}", 200);
    settle(3);
  }

  /** Two more nodes; both die at once, so the ranges that only they have are lost. */
  @Test
  void whatOnlyDeadNodesHaveIsGivenUpByAnOperatorsWordAlone() throws Exception {
    int sessions = application.getBean(SessionServer.class).port();
    var doomed =
        List.of(new FakeNode("doomed_1", 1, sessions), new FakeNode("doomed_2", 1, sessions));
    settle(5);
    assertThat(acceptLoss("doomed_1", false, 409).get("code").stringValue()).isEqualTo("node-up");
    assertThat(acceptLoss("nobody", true, 404).get("code").stringValue()).isEqualTo("unknown-node");
    doomed.forEach(FakeNode::kill);
    eventually(
        () -> loop.board().snapshot().progress().unavailable() > 0,
        () -> loop.board().snapshot().progress());
    String both = "doomed_1\",\"doomed_2";

    JsonNode told = acceptLoss(both, false, 200);
    assertThat(told.get("accepted").booleanValue()).isFalse();
    assertThat(told.get("keys").longValue()).isPositive();
    assertThat(told.get("ranges").size())
        .isEqualTo(loop.board().snapshot().progress().unavailable());
    assertThat(get("/redistribution", 200).get("rangesUnavailable").intValue()).isPositive();

    JsonNode done = acceptLoss(both, true, 200);
    assertThat(done.get("ranges")).isEqualTo(told.get("ranges"));
    assertThat(get("/redistribution", 200).get("rangesUnavailable").intValue()).isZero();
    assertThat(get("/nodes/doomed_1", 200).get("standing").stringValue()).isEqualTo("replaced");
    String arc = done.at("/ranges/0/token").stringValue();
    assertThat(get("/events", 200).toString())
        .contains("an operator gives up [doomed_1, doomed_2]", arc + "] begins empty at");
    assertThat(acceptLoss(both, true, 409).get("code").stringValue()).isEqualTo("nothing-lost");
    String unconfirmed = "{\"nodes\":[\"%s\"]}".formatted(both);
    assertThat(
            send("POST", "/redistribution/accept-loss", unconfirmed, 409).get("code").stringValue())
        .isEqualTo("nothing-lost");
    settle(3);
    for (FakeNode node : doomed) {
      send("DELETE", "/nodes/" + node.id() + "?wait=true", "", 200);
    }
  }

  private static JsonNode acceptLoss(String nodes, boolean confirm, int status) throws Exception {
    return send(
        "POST",
        "/redistribution/accept-loss",
        "{\"nodes\":[\"%s\"],\"confirm\":%s}".formatted(nodes, confirm),
        status);
  }

  @Test
  void errorsHaveACode() throws Exception {
    assertThat(send("POST", "/nodes", "{\"id\":\"nobody\"}", 404).get("code").stringValue())
        .isEqualTo("unknown-node");
    assertThat(get("/nodes/nobody", 404).get("code").stringValue()).isEqualTo("unknown-node");
    assertThat(get("/nothing", 404).get("code").stringValue()).isEqualTo("not-found");
    JsonNode unknown = send("PATCH", "/ring", "{\"replicas\":3}", 400);
    assertThat(unknown.get("code").stringValue()).isEqualTo("unknown-field");
    assertThat(unknown.get("detail").stringValue()).contains("'replicas'");
    assertThat(send("PATCH", "/ring", "{\"replicationFactor\":8}", 422).get("code").stringValue())
        .isEqualTo("invalid-field");
    assertThat(send("PATCH", "/ring", "{", 400).get("code").stringValue())
        .isEqualTo("malformed-body");
    assertThat(send("PUT", "/ring", "{}", 405).get("code").stringValue())
        .isEqualTo("method-not-allowed");
  }

  @Test
  void aRunningRedistributionIsToldWithWhatIsLeftAsJsonAndAsEvents() throws Exception {
    int sessions = application.getBean(SessionServer.class).port();
    try (FakeNode copying = FakeNode.copying("copying", sessions)) {
      eventually(
          () -> loop.board().snapshot().bytesPerSecond() > 0,
          () -> loop.board().snapshot().progress());
      JsonNode told = get("/redistribution", 200);
      JsonNode event = redistributionEvent();
      for (JsonNode moving : List.of(told, event)) {
        assertThat(moving.get("state").stringValue()).isEqualTo("moving");
        assertThat(moving.get("moves").size()).isEqualTo(moving.get("rangesCopying").intValue());
        assertThat(moving.at("/moves/0/to").stringValue()).isEqualTo("copying");
        assertThat(moving.at("/moves/0/keysTotal").longValue()).isEqualTo(FakeNode.KEYS_OF_RANGE);
        assertThat(moving.at("/moves/0/keysDone").longValue()).isPositive();
        assertThat(moving.at("/moves/0/bytesCopied").longValue()).isPositive();
        long keysOfMoves =
            moving.get("moves").values().stream()
                .mapToLong(
                    move -> move.get("keysTotal").longValue() - move.get("keysDone").longValue())
                .sum();
        long keysLeft = moving.get("keysLeft").longValue();
        assertThat(keysLeft).isBetween(keysOfMoves, keysOfMoves + 300);
        assertThat(moving.get("bytesLeft").longValue())
            .isCloseTo(100 * keysLeft, Offset.offset(100L));
        assertThat(moving.get("bytesPerSecond").longValue()).isPositive();
        assertThat(moving.get("secondsLeft").longValue())
            .isEqualTo(Math.ceilDiv(keysLeft, moving.get("keysPerSecond").longValue()));
      }
      assertThat(event.propertyNames()).isEqualTo(told.propertyNames());

      copying.finishCopies();
      settle(4);
      JsonNode done = get("/redistribution", 200);
      assertThat(done.get("moves")).isEmpty();
      assertThat(done.get("keysLeft").longValue()).isZero();
      assertThat(done.get("bytesLeft").longValue()).isZero();
      assertThat(done.get("secondsLeft").isNull()).isTrue();
      send("DELETE", "/nodes/copying?wait=true", "", 200);
    }
  }

  /** The first event of the stream. */
  private static JsonNode redistributionEvent() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(base + "/redistribution"))
            .header("Accept", "text/event-stream")
            .build();
    HttpResponse<Stream<String>> events = http.send(request, HttpResponse.BodyHandlers.ofLines());
    try (var body = events.body()) {
      List<String> lines = body.limit(2).toList();
      assertThat(lines).first().isEqualTo("event:redistribution");
      return JsonMapper.shared().readTree(lines.getLast().substring("data:".length()));
    }
  }

  @Test
  void theToysInterfaceIsThereWithAndWithoutTheSlash() throws Exception {
    for (String slash : List.of("", "/")) {
      assertThat(get("/healthcheck" + slash, 200).stringValue()).isEqualTo("Health - OK");
      assertThat(send("POST", "/add_node" + slash, "{\"node_id\":\"node_3000\"}", 200).toString())
          .isEqualTo("{\"created_node\":\"node_3000\"}");
      JsonNode item = send("POST", "/item_node_id" + slash, "{\"item_key\":\"hello\"}", 200);
      assertThat(item.propertyNames()).containsExactly("node", "succ", "pred");
      JsonNode lookup = get("/ring/lookup?key=hello", 200);
      assertThat(item.get("node")).isEqualTo(lookup.at("/placement/0"));
      JsonNode slots = get("/slots" + slash, 200);
      assertThat(slots.get("nodes").size()).isEqualTo(slots.get("slots").size()).isPositive();
      assertThat(slots.get("max_slot").bigIntegerValue()).isEqualTo(BigInteger.TWO.pow(128));
      assertThat(
              send("POST", "/remove_node" + slash, "{\"node_id\":\"node_3001\"}", 200).toString())
          .isEqualTo("{\"removed_node\":\"node_3001\"}");
      assertThat(
              send(
                      "POST",
                      "/add_new_node_with_redistribution" + slash,
                      "{\"node_id\":\"node_3001\"}",
                      200)
                  .toString())
          .isEqualTo("{\"created_node\":\"node_3001\"}");
      settle(3);
    }
  }

  @Test
  void theToyRefusesWrongBodies() throws Exception {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "{}",
                "missing",
                "{\"node_id\":7}",
                "string_type",
                "[]",
                "model_attributes_type",
                "{",
                "json_invalid",
                "",
                "json_invalid")
            .entrySet()) {
      for (String path :
          List.of("/add_node/", "/remove_node/", "/add_new_node_with_redistribution/")) {
        assertThat(send("POST", path, wrong.getKey(), 422).at("/detail/0/type").stringValue())
            .as(wrong.getKey())
            .isIn(wrong.getValue(), "model_attributes_type");
      }
    }
    send("POST", "/item_node_id/", "{\"item_key\":\"\"}", 422);
    assertThat(
            send("POST", "/remove_node/", "{\"node_id\":\"nobody\"}", 404)
                .get("code")
                .stringValue())
        .isEqualTo("unknown-node");
  }

  @Test
  void healthMetricsAndPagesAreThere() throws Exception {
    assertThat(get("/actuator/health/readiness", 200).get("status").stringValue()).isEqualTo("UP");
    assertThat(text("/actuator/prometheus"))
        .contains("rondel_epoch", "rondel_nodes_up", "rondel_views_total");
    JsonNode openApi = get("/openapi.json", 200);
    assertThat(openApi.get("paths").propertyNames())
        .contains("/ring/lookup", "/add_node/", "/redistribution/stream")
        .doesNotContain("/add_node");
    assertThat(text("/docs")).contains("Swagger UI");
    assertThat(text("/")).contains("Swagger UI");
  }

  private static JsonNode get(String path, int status) throws IOException, InterruptedException {
    return send("GET", path, "", status);
  }

  private static String text(String path) throws IOException, InterruptedException {
    try (var follower =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).build();
      return follower.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static JsonNode send(String method, String path, String body, int status)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode())
        .as("%s %s: %s", method, path, response.body())
        .isEqualTo(status);
    return JsonMapper.shared().readTree(response.body());
  }
}
