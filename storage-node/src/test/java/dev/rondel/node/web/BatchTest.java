package dev.rondel.node.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.web.RawHttp.Answer;
import dev.rondel.pair.Key;
import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@WebTest
class BatchTest {

  @LocalServerPort int port;
  @Autowired InMemoryGateway gateway;
  @Autowired JsonMapper json;

  @BeforeEach
  void empty() {
    gateway.clear();
  }

  @Test
  void everyOperationHasItsOwnOutcomeInOrder() throws IOException {
    JsonNode results =
        batch(
            """
            {"operations": [
              {"op": "put", "key": "a", "value": "1"},
              {"op": "get", "key": "a"},
              {"op": "put", "key": "a", "value": "2", "ifAbsent": true},
              {"op": "put", "key64": "AP8", "value64": "AAH_", "ttl": "PT1H"},
              {"op": "get", "key64": "AP8"},
              {"op": "get", "key": "missing"},
              {"op": "put", "key": "brief", "value": "x", "ttl": 60},
              {"op": "put", "key": "brief", "value": "x", "ttl": {}},
              {"op": "delete", "key": "a"},
              {"op": "get", "key": "a"},
              {"op": "get", "key": ""},
              {"op": "put", "key": "no value"},
              {"key": "no op"}]}
            """);

    assertThat(results.valueStream().map(result -> result.get("status").intValue()))
        .containsExactly(204, 200, 412, 204, 200, 404, 204, 400, 204, 404, 400, 422, 422);
    assertThat(results.get(1).get("value").stringValue()).isEqualTo("1");
    assertThat(results.get(1).get("contentType").stringValue())
        .isEqualTo("text/plain;charset=utf-8");
    assertThat(results.get(1).get("version")).isEqualTo(results.get(0).get("version"));
    assertThat(results.get(2).get("code").stringValue()).isEqualTo("condition-failed");
    assertThat(results.get(4).get("value64").stringValue()).isEqualTo("AAH_");
    assertThat(results.get(5).get("primary").stringValue()).isEqualTo("node_3000");
  }

  @Test
  void manyKeysAreDoneInOneRequest() throws IOException {
    var operations = json.createObjectNode();
    var list = operations.putArray("operations");
    for (int i = 0; i < 1000; i++) {
      list.addObject().put("op", "put").put("key", "key-" + i).put("value", "value-" + i);
    }

    JsonNode results = batch(operations.toString());

    assertThat(results.valueStream().map(result -> result.get("status").intValue()))
        .hasSize(1000)
        .containsOnly(204);
    assertThat(gateway.stored(Key.of("key-999"))).isNotNull();
    list.addObject().put("op", "get").put("key", "one too many");
    assertThat(post(operations.toString()).status()).isEqualTo(413);
  }

  @Test
  void theValuesOfOneAnswerAreLimited() throws IOException {
    RawHttp.request(port, "PUT /kv/large", "", new byte[1 << 20]);
    String gets =
        String.join(",", Collections.nCopies(12, "{\"op\": \"get\", \"key\": \"large\"}"));

    JsonNode results = batch("{\"operations\": [" + gets + "]}");

    assertThat(results.valueStream().filter(result -> result.get("status").intValue() == 200))
        .hasSize(8);
    assertThat(results.get(11).get("code").stringValue()).isEqualTo("answer-too-large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"operations\": null}",
        "{\"operations\": [null]}",
        "{\"operations\": [1]}",
        "{\"operations\": [{}",
        "{\"operations\": [{\"op\": \"increment\", \"key\": \"a\"}]}",
        "{\"operations\": [{\"op\": \"get\", \"kye\": \"a\"}]}",
        "{\"operations\": [{\"op\": \"put\", \"key\": 5, \"value\": \"a\"}]}",
        "{\"operations\": [{\"op\": \"put\", \"key\": \"a\", \"value\": true}]}"
      })
  void bodiesThatAreNoBatchAreRefused(String body) throws IOException {
    Answer answer = post(body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("\"code\":\"bad-body\"");
  }

  @Test
  void halfASurrogatePairIsNoCharacter() throws IOException {
    JsonNode results =
        batch("{\"operations\": [{\"op\": \"put\", \"key\": \"\\ud800\", \"value\": \"x\"}]}");

    assertThat(results.get(0).get("code").stringValue()).isEqualTo("bad-body");
    assertThat(gateway.size()).isZero();
  }

  @Test
  void bodiesOverTheLimitAreRefused() throws IOException {
    assertThat(RawHttp.request(port, "POST /kv:batch", "", new byte[(8 << 20) + 1]).status())
        .isEqualTo(413);
  }

  private JsonNode batch(String body) throws IOException {
    Answer answer = post(body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return json.readTree(answer.body()).get("results");
  }

  private Answer post(String body) throws IOException {
    return RawHttp.request(
        port, "POST /kv:batch", "Content-Type: application/json\r\n", body.getBytes(UTF_8));
  }
}
