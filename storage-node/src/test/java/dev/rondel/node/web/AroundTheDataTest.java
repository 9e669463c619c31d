package dev.rondel.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.web.RawHttp.Answer;
import dev.rondel.wire.RingDocument;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ring, the documentation, Actuator and the errors of everything that is not {@code /kv}. */
@SpringBootTest(
    classes = WebTestApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "rondel.node.id=node_3000")
class AroundTheDataTest {

  @LocalServerPort int port;
  @Autowired JsonMapper json;
  @Autowired Gateway gateway;

  @Test
  void theRingIsShownAsThisNodeSeesIt() throws IOException {
    JsonNode ring = read("/ring");

    assertThat(ring.get("epoch").intValue()).isEqualTo(7);
    assertThat(ring.get("nodes").valueStream().map(node -> node.get("id").stringValue()))
        .containsExactly("node_3000", "node_3001");
    assertThat(ring.get("nodes").get(0).get("share").doubleValue()).isEqualTo(0.5);
    JsonNode range = ring.get("ranges").get(0);
    assertThat(range.get("token").stringValue()).isEqualTo("80000000000000000000000000000000");
    assertThat(range.get("chain").toString()).isEqualTo("[\"node_3000\",\"node_3001\"]");
    assertThat(range.get("settled").booleanValue()).isTrue();
    assertThat(json.treeToValue(ring, RingDocument.class).toView()).isEqualTo(gateway.view());
  }

  @Test
  void aNodeTellsWhereItsCoordinatorIs() throws IOException {
    assertThat(read("/ring/coordinator").get("coordinator").stringValue())
        .isEqualTo("http://localhost:9999");
  }

  @Test
  void aLookupExplainsWhereAKeyBelongs() throws IOException {
    JsonNode place = read("/ring/lookup?key=greeting");

    assertThat(place.get("token").stringValue()).isEqualTo("699e0311097c48b46019dcfc07c772a1");
    assertThat(place.get("primary").stringValue()).isIn("node_3000", "node_3001");
    assertThat(place.get("available").booleanValue()).isTrue();
    assertThat(place.get("why").get(0).stringValue()).startsWith("md5(greeting) = ");
    assertThat(read("/ring/lookup?key64=Z3JlZXRpbmc")).isEqualTo(place);
  }

  @Test
  void aLookupViaFingersTellsTheWay() throws IOException {
    JsonNode place = read("/ring/lookup?key=greeting&via=fingers");

    JsonNode path = place.get("way").get("path");
    assertThat(path.get(0).stringValue()).isEqualTo("node_3000");
    assertThat(path.get(path.size() - 1)).isEqualTo(place.get("primary"));
    assertThat(place.get("way").get("hops").intValue()).isEqualTo(path.size() - 1);
    assertThat(get("/ring/lookup?key=greeting&via=luck").text())
        .contains("\"code\":\"bad-parameter\"");
  }

  @Test
  void theFingersOfThisNodeAreToldMergedOrOneByOne() throws IOException {
    JsonNode fingers = read("/fingers");

    assertThat(fingers.get("node").stringValue()).isEqualTo("node_3000");
    assertThat(fingers.get("fingers").size()).isEqualTo(1);
    assertThat(fingers.at("/fingers/0/node").stringValue()).isEqualTo("node_3001");
    assertThat(fingers.at("/fingers/0/last").intValue()).isEqualTo(127);
    assertThat(read("/fingers?all=true").get("fingers").size()).isEqualTo(128);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ring/lookup",
        "/ring/lookup?key=",
        "/ring/lookup?key=a&key64=YQ",
        "/ring/lookup?key64=%21"
      })
  void aLookupNeedsAKey(String path) throws IOException {
    assertThat(get(path).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/kv?key64=%zz", "/kv?limit=%", "/files?prefix=%f", "/ring/lookup?key=%zz"})
  void aQueryThatCannotBeReadIsRefused(String path) throws IOException {
    Answer answer = get(path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.text()).contains("\"code\":\"bad-parameter\"");
  }

  @Test
  void whatTomcatRefusesByItselfIsAProblemToo() throws IOException {
    try (var http = new RawHttp(port)) {
      http.send("GET / HTTP/1.1\r\nHost: local host\r\n\r\n");
      Answer answer = http.answer(true);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
      assertThat(answer.text()).contains("\"code\":\"bad-request\"");
    }
  }

  @Test
  void thePlainAddressSaysWhoThisIs() throws IOException {
    assertThat(read("/").get("node").stringValue()).isEqualTo("node_3000");
  }

  @Test
  void unknownPathsAreProblemsToo() throws IOException {
    Answer answer = get("/nothing/here");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.text()).contains("\"code\":\"no-such-path\"");
  }

  @Test
  void theDocumentationNamesEveryPathOnceUnderOneOfItsTags() throws IOException {
    JsonNode api = read("/openapi.json");

    assertThat(api.get("paths").propertyNames())
        .contains(
            "/kv/{key}",
            "/kv",
            "/kv:batch",
            "/files/{name}",
            "/files",
            "/ring",
            "/ring/lookup",
            "/fingers",
            "/",
            "/client_insert_data",
            "/shutdown/",
            "/db/{key}",
            "/db",
            "/dht/join",
            "/actuator/health")
        .doesNotContain("/client_insert_data/", "/shutdown", "/db/", "/error");
    api.get("paths")
        .propertyStream()
        .flatMap(path -> path.getValue().propertyStream())
        .filter(operation -> !operation.getKey().equals("parameters"))
        .forEach(
            operation -> {
              assertThat(operation.getValue().path("tags").path(0).asString())
                  .as(operation.toString())
                  .isIn(List.of("key-value", "files", "ring", "admin", "local", "compatibility"));
              assertThat(operation.getValue().path("summary").asString())
                  .as(operation.toString())
                  .isNotEmpty();
            });
    assertThat(api.at("/components/responses/Problem").isObject()).isTrue();
    assertThat(
            api.at("/paths/~1kv~1{key}/put/requestBody/content/text~1plain/example").stringValue())
        .isEqualTo("hello");
    assertThat(get("/docs").status()).isEqualTo(302);
    assertThat(get("/swagger-ui/index.html").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/health",
        "/actuator/health/readiness",
        "/actuator/health/liveness",
        "/actuator/info",
        "/actuator/prometheus"
      })
  void actuatorAnswers(String path) throws IOException {
    assertThat(get(path).status()).isEqualTo(200);
  }

  private JsonNode read(String path) throws IOException {
    Answer answer = get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return json.readTree(answer.body());
  }

  private Answer get(String path) throws IOException {
    return RawHttp.request(port, "GET " + path, "", null);
  }
}
