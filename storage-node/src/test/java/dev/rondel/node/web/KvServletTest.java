package dev.rondel.node.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.Gateway.Route;
import dev.rondel.node.web.RawHttp.Answer;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Epoch;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

/**
 * {@code /kv} over real sockets, with request lines as they are written here; in a server of its
 * own, as its metrics tell of all requests that it has had.
 */
@DirtiesContext(classMode = ClassMode.BEFORE_CLASS)
@WebTest
class KvServletTest {

  private static final int MEBIBYTE = 1 << 20;

  @LocalServerPort int port;
  @Autowired InMemoryGateway gateway;

  @BeforeEach
  void empty() {
    gateway.clear();
  }

  @Test
  void storesReadsAndDeletesRawBytesOfAnyType() throws IOException {
    byte[] bytes = new byte[70_000];
    new Random(1).nextBytes(bytes);

    Answer put = request("PUT /kv/picture", "Content-Type: image/png\r\n", bytes);
    Answer get = request("GET /kv/picture", "", null);
    Answer head = request("HEAD /kv/picture", "", null);
    Answer delete = request("DELETE /kv/picture", "", null);
    Answer gone = request("GET /kv/picture", "", null);

    assertThat(put.status()).isEqualTo(204);
    assertThat(put.header("ETag")).matches("\"[0-9]+\"");
    assertThat(get.status()).isEqualTo(200);
    assertThat(get.body()).isEqualTo(bytes);
    assertThat(get.header("Content-Type")).isEqualTo("image/png");
    assertThat(get.header("ETag")).isEqualTo(put.header("ETag"));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo("70000");
    assertThat(head.header("ETag")).isEqualTo(put.header("ETag"));
    assertThat(delete.status()).isEqualTo(204);
    assertProblem(gone, 404, "key-missing");
    assertProblem(request("DELETE /kv/picture", "", null), 404, "key-missing");
    assertThat(request("HEAD /kv/picture", "", null).status()).isEqualTo(404);
  }

  @Test
  void everyAnswerSaysWhichWayItTook() throws IOException {
    for (Answer answer :
        List.of(
            request("PUT /kv/a", "", bytes("1")),
            request("GET /kv/a", "", null),
            request("HEAD /kv/a", "", null),
            request("GET /kv/missing", "", null),
            request("POST /kv/a", "", bytes("1")),
            request("PUT /kv/a", "X-Rondel-TTL: soon\r\n", bytes("1")),
            request("PUT /kv/a", "If-Match: \"1\"\r\n", bytes("1")),
            request("DELETE /kv/a", "", null))) {
      assertThat(answer.header("X-Rondel-Replicas"))
          .isIn("node_3000,node_3001", "node_3001,node_3000");
      assertThat(answer.header("X-Rondel-Replicas"))
          .startsWith(String.valueOf(answer.header("X-Rondel-Primary")));
      assertThat(answer.header("X-Rondel-Served-By")).isEqualTo("node_3000");
      assertThat(answer.header("X-Rondel-Epoch")).isEqualTo("7");
    }
  }

  @Test
  void aRequestThatTravelsTellsItsPath() throws IOException {
    for (Answer answer :
        List.of(
            request("PUT /kv/a", "X-Rondel-Routing: fingers\r\n", bytes("1")),
            request("GET /kv/a", "X-Rondel-Routing: fingers\r\n", null),
            request("HEAD /kv/a", "X-Rondel-Routing: fingers\r\n", null),
            request("GET /kv/missing", "X-Rondel-Routing: fingers\r\n", null),
            request("DELETE /kv/a", "X-Rondel-Routing: fingers\r\n", null))) {
      assertThat(answer.header("X-Rondel-Path")).isEqualTo("node_3000");
    }
    var path = List.of(InMemoryGateway.SELF, NodeId.of("node_3002"), InMemoryGateway.OTHER);
    gateway.answerNext(
        new Outcome.Missing(
            new Route(InMemoryGateway.OTHER, List.of(InMemoryGateway.OTHER), new Epoch(7), path)));
    assertThat(request("GET /kv/a", "X-Rondel-Routing: fingers\r\n", null).header("X-Rondel-Path"))
        .isEqualTo("node_3000,node_3002,node_3001");
    request("PUT /kv/a", "", bytes("1"));
    assertThat(request("GET /kv/a", "X-Rondel-Routing: direct\r\n", null).headers())
        .doesNotContainKey("x-rondel-path");
    assertThat(request("GET /kv/a", "", null).headers()).doesNotContainKey("x-rondel-path");
  }

  @Test
  void anotherWayThanThoseThereAreIsRefusedBeforeAnythingIsDone() throws IOException {
    Answer answer = request("PUT /kv/a", "X-Rondel-Routing: luck\r\n", bytes("1"));

    assertProblem(answer, 400, "bad-routing");
    assertThat(answer.text()).contains("'direct' (the default) or 'fingers'");
    assertThat(gateway.size()).isZero();
  }

  static List<List<String>> keysInPaths() {
    return List.of(
        List.of("plain", "706c61696e"),
        List.of("a/b", "612f62"),
        List.of("/a", "2f61"),
        List.of("a//b/", "612f2f622f"),
        List.of("..", "2e2e"),
        List.of(".", "2e"),
        List.of("...", "2e2e2e"),
        List.of("../../../etc/passwd", "2e2e2f2e2e2f2e2e2f6574632f706173737764"),
        List.of("a/../b", "612f2e2e2f62"),
        List.of("%2e%2e", "2e2e"),
        List.of("a%2Fb", "612f62"),
        List.of("a%5Cb", "615c62"),
        List.of("a\\b", "615c62"),
        List.of("%00", "00"),
        List.of("a%00b", "610062"),
        List.of("a;v=1", "613b763d31"),
        List.of(";jsessionid=1", "3b6a73657373696f6e69643d31"),
        List.of("a+b", "612b62"),
        List.of("a%20b", "612062"),
        List.of("a|b{c}^`[d]<e>\"", "617c627b637d5e605b645d3c653e22"),
        List.of("a%25b", "612562"),
        List.of("a%3Fb%23c", "613f622363"),
        List.of("%E2%82%AC", "e282ac"),
        List.of("%ff%fe", "fffe"),
        List.of("%0d%0a", "0d0a"),
        List.of("caf%c3%a9", "636166c3a9"),
        List.of("a:b@c!$&'()*,=~", "613a6240632124262728292a2c3d7e"));
  }

  @ParameterizedTest
  @MethodSource("keysInPaths")
  void everyByteOfAKeyIsKept(List<String> pathAndBytes) throws IOException {
    String path = pathAndBytes.getFirst();
    Key key = Key.of(HexFormat.of().parseHex(pathAndBytes.getLast()));

    Answer put = request("PUT /kv/" + path, "Content-Type: text/plain\r\n", bytes("here"));
    Answer get = request("GET /kv/" + path + "?x=1", "", null);
    Answer get64 = request("GET /kv?key64=" + Keys.encode64(key.bytes()), "", null);
    Answer getHeader =
        request("GET /kv", "X-Rondel-Key64: " + Keys.encode64(key.bytes()) + "\r\n", null);

    assertThat(put.status()).isEqualTo(204);
    assertThat(gateway.stored(key)).isNotNull();
    assertThat(gateway.size()).isEqualTo(1);
    assertThat(List.of(get.text(), get64.text(), getHeader.text())).containsOnly("here");
  }

  @Test
  void aKeyInBase64CanBeStoredAndDeletedToo() throws IOException {
    assertThat(request("PUT /kv?key64=AP8", "", bytes("1")).status()).isEqualTo(204);
    assertThat(gateway.stored(Key.of(new byte[] {0, -1}))).isNotNull();
    assertThat(request("HEAD /kv?key64=AP8%3D", "", null).status()).isEqualTo(200);
    assertThat(request("DELETE /kv", "X-Rondel-Key64: AP8\r\n", null).status()).isEqualTo(204);
    assertThat(gateway.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT /kv/,key-empty",
    "GET /kv/,key-empty",
    "PUT /kv,key-empty",
    "GET /kv?key64=,key-empty",
    "GET /kv/%,bad-key",
    "GET /kv/a%2,bad-key",
    "GET /kv/a%zz,bad-key",
    "GET /kv?key64=%21%21,bad-key",
    "GET /kv?limit=0,bad-parameter",
    "GET /kv?limit=1001,bad-parameter",
    "GET /kv?limit=many,bad-parameter",
    "GET /kv?cursor=!,bad-parameter",
    "GET /kv?local=perhaps,bad-parameter",
    "GET /kv?prefix=a&prefix64=YQ,bad-parameter"
  })
  void keysAndParametersThatAreNoneAreRefused(String line, String code) throws IOException {
    assertProblem(request(line, "", line.startsWith("PUT") ? bytes("x") : null), 400, code);
  }

  @Test
  void keysUpToTheLimitAreTakenAndLongerOnesAreNot() throws IOException {
    String longest = "%ab".repeat(1024);

    assertThat(request("PUT /kv/" + longest, "", bytes("x")).status()).isEqualTo(204);
    assertThat(request("GET /kv/" + longest, "", null).text()).isEqualTo("x");
    assertProblem(request("PUT /kv/" + longest + "a", "", bytes("x")), 400, "key-too-long");
    assertProblem(request("PUT /kv/" + "a".repeat(20_000), "", bytes("x")), 400, "key-too-long");
  }

  @Test
  void valuesUpToTheLimitAreTakenAndLargerOnesAreNot() throws IOException {
    assertThat(request("PUT /kv/full", "", new byte[MEBIBYTE]).status()).isEqualTo(204);
    assertThat(request("GET /kv/full", "", null).body()).hasSize(MEBIBYTE);
    assertProblem(request("PUT /kv/over", "", new byte[MEBIBYTE + 1]), 413, "value-too-large");
    assertProblem(request("PUT /kv/over", "", new byte[8 * MEBIBYTE]), 413, "value-too-large");
    assertThat(gateway.size()).isEqualTo(1);
  }

  @Test
  void aValueTooLargeIsRefusedByItsAnnouncedLengthAlone() throws IOException {
    try (var http = new RawHttp(port)) {
      http.send(
          "PUT /kv/huge HTTP/1.1\r\n"
              + "Host: x\r\n"
              + "Content-Length: 99999999999\r\n"
              + "Expect: 100-continue\r\n\r\n");
      assertProblem(http.answer(true), 413, "value-too-large");
    }
  }

  @Test
  void chunkedValuesAreTakenUpToTheLimit() throws IOException {
    try (var http = new RawHttp(port)) {
      http.send(
          "PUT /kv/chunks HTTP/1.1\r\n"
              + "Host: x\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n"
              + "3\r\n"
              + "abc\r\n"
              + "2\r\n"
              + "de\r\n"
              + "0\r\n\r\n");
      assertThat(http.answer(true).status()).isEqualTo(204);
      http.send("PUT /kv/over HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      byte[] chunk = new byte[64 * 1024];
      for (int sent = 0; sent <= MEBIBYTE; sent += chunk.length) {
        http.send("10000\r\n");
        http.send(chunk);
        http.send("\r\n");
      }
      http.send("0\r\n\r\n");
      assertProblem(http.answer(true), 413, "value-too-large");
    }
    assertThat(request("GET /kv/chunks", "", null).text()).isEqualTo("abcde");
    assertThat(gateway.size()).isEqualTo(1);
  }

  @Test
  void nothingIsStoredOfABodyThatEndsEarly() throws IOException {
    try (var http = new RawHttp(port)) {
      http.send("PUT /kv/half HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this");
      http.finishSending();
      assertProblem(http.answer(true), 400, "body-truncated");
    }
    try (var http = new RawHttp(port)) {
      http.send(
          "PUT /kv/half HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nonly this");
      http.finishSending();
      assertProblem(http.answer(true), 400, "body-truncated");
    }
    assertThat(gateway.size()).isZero();
  }

  @Test
  void emptyValuesAreValues() throws IOException {
    assertThat(request("PUT /kv/empty", "", new byte[0]).status()).isEqualTo(204);
    assertThat(request("PUT /kv/none", "", null).status()).isEqualTo(204);

    assertThat(request("GET /kv/empty", "", null).status()).isEqualTo(200);
    assertThat(request("GET /kv/empty", "", null).header("Content-Length")).isEqualTo("0");
    assertThat(request("GET /kv/none", "", null).status()).isEqualTo(200);
  }

  /** {@code curl -d} and {@code --data-binary} call every body a form. */
  @Test
  void aBodyThatCallsItselfAFormArrivesWhole() throws IOException {
    String form = "application/x-www-form-urlencoded";

    request("PUT /kv/form?a=1", "Content-Type: " + form + "\r\n", bytes("a=b&c=%41+d"));

    Answer get = request("GET /kv/form", "", null);
    assertThat(get.text()).isEqualTo("a=b&c=%41+d");
    assertThat(get.header("Content-Type")).isEqualTo(form);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/plain;charset=utf-8",
        "text/plain;charset=ISO-8859-1",
        "application/json",
        "application/vnd.me+json;v=2",
        "no-type",
        "text/html"
      })
  void theContentTypeIsKept(String type) throws IOException {
    request("PUT /kv/typed", "Content-Type: " + type + "\r\n", bytes("caf\u00e9"));

    assertThat(value("typed").contentType()).isEqualTo(type);
    assertThat(request("GET /kv/typed", "", null).header("Content-Type"))
        .isEqualToIgnoringCase(type);
    assertThat(request("GET /kv/typed", "", null).body()).isEqualTo("caf\u00e9".getBytes(UTF_8));
  }

  @Test
  void withoutAContentTypeAValueIsBinary() throws IOException {
    request("PUT /kv/typed", "", bytes("x"));

    assertThat(request("GET /kv/typed", "", null).header("Content-Type")).isEqualTo(Value.BINARY);
    assertProblem(
        request("PUT /kv/t", "Content-Type: a/" + "b".repeat(300) + "\r\n", bytes("x")),
        400,
        "bad-content-type");
  }

  @Test
  void writesAreConditionalOnVersions() throws IOException {
    Answer first = request("PUT /kv/c", "If-None-Match: *\r\n", bytes("1"));
    String version = first.header("ETag");

    assertThat(first.status()).isEqualTo(204);
    assertProblem(
        request("PUT /kv/c", "If-None-Match: *\r\n", bytes("2")), 412, "condition-failed");
    assertProblem(
        request("PUT /kv/c", "If-Match: \"12345\"\r\n", bytes("2")), 412, "condition-failed");
    assertProblem(
        request("PUT /kv/c", "If-Match: \"not-ours\"\r\n", bytes("2")), 412, "condition-failed");
    assertProblem(
        request("PUT /kv/c", "If-Match: W/" + version + "\r\n", bytes("2")),
        412,
        "condition-failed");
    assertProblem(request("PUT /kv/other", "If-Match: *\r\n", bytes("2")), 412, "condition-failed");
    assertThat(request("PUT /kv/c", "If-Match: " + version + "\r\n", bytes("2")).status())
        .isEqualTo(204);
    assertProblem(
        request("DELETE /kv/c", "If-Match: " + version + "\r\n", null), 412, "condition-failed");
    assertThat(request("DELETE /kv/c", "If-Match: *\r\n", null).status()).isEqualTo(204);
    assertThat(gateway.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "If-Match: 12",
        "If-Match: ",
        "If-Match: \"1\", \"2\"",
        "If-None-Match: \"1\"",
        "If-None-Match: *\r\nIf-Match: *"
      })
  void conditionsThatAWriteCannotHaveAreRefused(String header) throws IOException {
    assertProblem(request("PUT /kv/c", header + "\r\n", bytes("1")), 400, "bad-condition");
    assertThat(gateway.size()).isZero();
  }

  @Test
  void readersThatHaveTheVersionAreToldSo() throws IOException {
    String version = request("PUT /kv/c", "", bytes("1")).header("ETag");

    Answer same = request("GET /kv/c", "If-None-Match: \"1\", W/" + version + "\r\n", null);

    assertThat(same.status()).isEqualTo(304);
    assertThat(same.header("ETag")).isEqualTo(version);
    assertThat(same.body()).isEmpty();
    assertThat(request("GET /kv/c", "If-None-Match: *\r\n", null).status()).isEqualTo(304);
    assertThat(request("GET /kv/c", "If-None-Match: \"1\"\r\n", null).status()).isEqualTo(200);
    assertThat(request("GET /kv/c", "If-Match: " + version + "\r\n", null).status()).isEqualTo(200);
    assertProblem(request("GET /kv/c", "If-Match: \"1\"\r\n", null), 412, "condition-failed");
    assertProblem(request("GET /kv/missing", "If-Match: *\r\n", null), 412, "condition-failed");
  }

  @ParameterizedTest
  @CsvSource({"90,90", "PT1M30S,90", "P1D,86400", "1,1"})
  void valuesHaveATimeToLive(String ttl, long seconds) throws IOException {
    long before = System.currentTimeMillis();

    request("PUT /kv/brief", "X-Rondel-TTL: " + ttl + "\r\n", bytes("x"));

    long expiresAt = Objects.requireNonNull(gateway.stored(Key.of("brief"))).expiresAt();
    assertThat(expiresAt)
        .isBetween(before + seconds * 1000, System.currentTimeMillis() + seconds * 1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "soon", "", "1.5", "99999999999", "PT-1S", "P1000Y", "PT9999999999H"})
  void timesToLiveThatAreNoneAreRefused(String ttl) throws IOException {
    assertProblem(
        request("PUT /kv/brief", "X-Rondel-TTL: " + ttl + "\r\n", bytes("x")), 400, "bad-ttl");
    assertThat(gateway.size()).isZero();
  }

  @Test
  void whatIsLeftOfTheTimeToLiveIsSaid() throws IOException {
    request("PUT /kv/brief", "X-Rondel-TTL: 1000\r\n", bytes("x"));

    assertThat(
            Integer.parseInt(
                String.valueOf(request("GET /kv/brief", "", null).header("X-Rondel-TTL"))))
        .isBetween(900, 1000);
  }

  @Test
  void outcomesThatAreNoSuccessHaveTheirOwnCodes() throws IOException {
    gateway.answerNext(
        new Outcome.Unavailable(
            "node_3001 is down", List.of(NodeId.of("node_3001")), gateway.route()));
    Answer unavailable = request("GET /kv/a", "", null);
    gateway.answerNext(new Outcome.Unknown("the chain broke", gateway.route()));
    Answer unknown = request("PUT /kv/a", "", bytes("1"));
    gateway.answerNext(new Outcome.Full("node_3001 has no room", gateway.route()));
    Answer full = request("PUT /kv/a", "", bytes("1"));

    assertProblem(unavailable, 503, "range-unavailable");
    assertThat(unavailable.header("Retry-After")).isEqualTo("1");
    assertThat(unavailable.text()).contains("\"holders\":[\"node_3001\"]");
    assertProblem(unknown, 504, "outcome-unknown");
    assertProblem(full, 507, "disk-full");
  }

  @Test
  void aListingThatCannotGoOnNamesTheNodesThatHaveTheData() throws IOException {
    request("PUT /kv/a", "", bytes("1"));
    gateway.answerNext(
        new Outcome.Unavailable(
            "node_3001 is down", List.of(NodeId.of("node_3001")), gateway.route()));

    Answer answer = request("GET /kv", "", null);

    assertProblem(answer, 503, "range-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.text()).contains("\"holders\":[\"node_3001\"]").doesNotContain("entries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PATCH", "BREW", "get"})
  void otherMethodsAreNotAllowed(String method) throws IOException {
    Answer answer = request(method + " /kv/a", "", bytes("1"));

    assertProblem(answer, 405, "method-not-allowed");
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, PUT, DELETE, OPTIONS");
    assertThat(request("OPTIONS /kv/a", "", null).status()).isEqualTo(204);
  }

  @Test
  void keysAreListedAPageAtATime() throws IOException {
    for (String key : List.of("a1", "a2", "a3", "b1", "%ff")) {
      request("PUT /kv/" + key, "", bytes("12345"));
    }

    Answer first = request("GET /kv?prefix=a&limit=2", "", null);
    String next = first.text().replaceFirst(".*\"next\":\"([^\"]+)\".*", "$1");
    Answer second = request("GET /kv?prefix=a&limit=2&cursor=" + next, "", null);
    Answer all = request("GET /kv", "", null);

    assertThat(first.header("Content-Type")).isEqualTo("application/json");
    assertThat(first.text())
        .contains("\"key\":\"a1\"", "\"key\":\"a2\"", "\"size\":5")
        .doesNotContain("a3");
    assertThat(second.text()).contains("a3").doesNotContain("a1", "a2", "b1", "next");
    assertThat(all.text()).contains("\"key64\":\"_w\"");
  }

  @Test
  void manyRequestsRunOnOneConnection() throws IOException {
    try (var http = new RawHttp(port)) {
      for (int i = 0; i < 150; i++) {
        http.send("PUT /kv/../" + i + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n" + i % 10);
        assertThat(http.answer(true).status()).isEqualTo(204);
        http.send("GET /kv/../" + i + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(http.answer(true).text()).isEqualTo(Integer.toString(i % 10));
      }
      http.send("GET /ring HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(http.answer(true).text()).contains("\"epoch\":7");
    }
    assertThat(gateway.size()).isEqualTo(150);
  }

  @Test
  void otherPathsCannotBeReachedThroughAKeyNorKeysThroughOtherPaths() throws IOException {
    assertProblem(request("GET /kv/../ring", "", null), 404, "key-missing");
    assertProblem(request("GET /ring/../kv/a", "", null), 404, "no-such-path");
    assertProblem(request("PUT /%6bv/a", "", bytes("x")), 404, "no-such-path");
    assertThat(gateway.size()).isZero();
  }

  @Test
  void requestsAreCountedByMethodAndOutcome() throws IOException {
    request("GET /kv/never-stored", "", null);

    String metrics = request("GET /actuator/prometheus", "", null).text();

    assertThat(metrics)
        .containsPattern(
            "rondel_requests_seconds_count\\{[^}]*method=\"GET\"[^}]*outcome=\"key-missing\"[^}]*}");
    assertThat(metrics).contains("rondel_requests_seconds_bucket{").doesNotContain("uri=\"/kv");
  }

  @Test
  void reservedKeysAreRefusedAndNotListed() throws IOException {
    Key chunk = Key.of("\0rondel\0files\0c");
    gateway.execute(
        new Operation.Put(
            chunk, Value.of(bytes("x"), Value.BINARY), 0, Condition.ALWAYS, Duration.ofSeconds(1)));
    String path = "/kv/%00rondel%00files%00c";

    assertProblem(request("GET " + path, "", null), 400, "key-reserved");
    assertProblem(request("PUT " + path, "", bytes("y")), 400, "key-reserved");
    assertProblem(request("DELETE " + path, "", null), 400, "key-reserved");
    assertProblem(
        request("GET /kv?prefix64=" + Keys.encode64(chunk.bytes()), "", null), 400, "key-reserved");
    assertThat(request("GET /kv", "", null).text()).isEqualTo("{\"entries\":[]}");
    assertThat(gateway.stored(chunk)).isNotNull();
  }

  private Answer request(String line, String headers, byte @Nullable [] body) throws IOException {
    return RawHttp.request(port, line, headers, body);
  }

  private Value value(String key) {
    return Objects.requireNonNull(Objects.requireNonNull(gateway.stored(Key.of(key))).value());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.text()).contains("\"code\":\"" + code + "\"", "\"status\":" + status);
    assertThat(Arrays.asList(answer.header("X-Rondel-Served-By"), answer.header("X-Rondel-Epoch")))
        .containsExactly("node_3000", "7");
  }
}
