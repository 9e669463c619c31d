package dev.rondel.node.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rondel.node.files.FileStore;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.web.RawHttp.Answer;
import dev.rondel.pair.Key;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /files} over real sockets. */
@WebTest
class FilesServletTest {

  private static final int CHUNK = FileStore.CHUNK;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] CONTENT = content(1, 3 * CHUNK + 1000);

  @LocalServerPort int port;
  @Autowired InMemoryGateway gateway;
  @Autowired JsonMapper json;

  @BeforeEach
  void empty() {
    gateway.clear();
  }

  @Test
  void aFileIsStoredReadAndDeleted() throws IOException {
    Answer put = request("PUT /files/a/photo.png", "Content-Type: image/png\r\n", CONTENT);
    Answer get = request("GET /files/a/photo.png", "", null);
    Answer head = request("HEAD /files/a/photo.png", "", null);
    Answer same = request("GET /files/a/photo.png", "If-None-Match: " + etag(put) + "\r\n", null);
    Answer delete = request("DELETE /files/a/photo.png", "", null);

    assertThat(put.status()).isEqualTo(204);
    assertThat(get.status()).isEqualTo(200);
    assertThat(get.body()).isEqualTo(CONTENT);
    assertThat(get.header("Content-Type")).isEqualTo("image/png");
    assertThat(get.header("Repr-Digest")).isEqualTo(digest(CONTENT));
    assertThat(get.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(get.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(get.header("Last-Modified")).endsWith("GMT");
    assertThat(get.header("X-Rondel-Served-By")).isEqualTo("node_3000");
    assertThat(etag(get)).isEqualTo(etag(put));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(CONTENT.length));
    assertThat(head.header("Repr-Digest")).isEqualTo(digest(CONTENT));
    assertThat(same.status()).isEqualTo(304);
    assertThat(delete.status()).isEqualTo(204);
    assertProblem(request("GET /files/a/photo.png", "", null), 404, "file-missing");
    assertProblem(request("DELETE /files/a/photo.png", "", null), 404, "file-missing");
    await().atMost(PATIENCE).until(() -> gateway.size() == 0);
  }

  @Test
  void anEmptyFileIsAFile() throws IOException {
    assertThat(request("PUT /files/empty", "", new byte[0]).status()).isEqualTo(204);

    Answer get = request("GET /files/empty", "", null);
    assertThat(get.status()).isEqualTo(200);
    assertThat(get.body()).isEmpty();
    assertThat(request("GET /files/empty", "Range: bytes=0-\r\n", null).status()).isEqualTo(416);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-4, 0, 5",
    "bytes=262143-262144, 262143, 262145",
    "bytes=300000-, 300000, 787432",
    "bytes=-5, 787427, 787432",
    "bytes=5-9999999, 5, 787432",
    "bytes=-9999999, 0, 787432"
  })
  void aRangeIsAPartOfTheFile(String range, int from, int to) throws IOException {
    request("PUT /files/f", "", CONTENT);

    Answer part = request("GET /files/f", "Range: " + range + "\r\n", null);

    assertThat(part.status()).isEqualTo(206);
    assertThat(part.header("Content-Range"))
        .isEqualTo("bytes " + from + "-" + (to - 1) + "/" + CONTENT.length);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(CONTENT, from, to));
  }

  @Test
  void rangesThatAreNoneAreTheWholeOrRefused() throws IOException {
    String etag = etag(request("PUT /files/f", "", CONTENT));

    for (String header :
        new String[] {
          "Range: bytes=1-2,5-6",
          "Range: lines=1-2",
          "Range: bytes=9-2",
          "Range: bytes=-",
          "Range: bytes=0-1\r\nIf-Range: \"1\""
        }) {
      assertThat(request("GET /files/f", header + "\r\n", null).status()).as(header).isEqualTo(200);
    }
    Answer current =
        request("GET /files/f", "Range: bytes=0-1\r\nIf-Range: " + etag + "\r\n", null);
    Answer beyond = request("GET /files/f", "Range: bytes=" + CONTENT.length + "-\r\n", null);
    assertThat(current.status()).isEqualTo(206);
    assertProblem(beyond, 416, "no-such-range");
    assertThat(beyond.header("Content-Range")).isEqualTo("bytes */" + CONTENT.length);
  }

  @Test
  void aBodyThatBreaksOffStoresNothing() throws IOException {
    request("PUT /files/f", "", bytes("old"));
    int pairs = gateway.size();
    try (var http = new RawHttp(port)) {
      http.send(
          "PUT /files/f HTTP/1.1\r\nHost: x\r\nContent-Length: " + CONTENT.length + "\r\n\r\n");
      http.send(Arrays.copyOf(CONTENT, 2 * CHUNK));
      http.finishSending();
      assertProblem(http.answer(true), 400, "body-truncated");
    }

    assertThat(request("GET /files/f", "", null).text()).isEqualTo("old");
    await().atMost(PATIENCE).until(() -> gateway.size() == pairs);
  }

  @Test
  void bodiesMayComeInChunks() throws IOException {
    try (var http = new RawHttp(port)) {
      http.send("PUT /files/f HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      http.send("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
      assertThat(http.answer(true).status()).isEqualTo(204);
    }
    assertThat(request("GET /files/f", "", null).text()).isEqualTo("hello world");
  }

  @Test
  void aContentOfAnotherChecksumIsNotStored() throws IOException {
    String right = digest(CONTENT);
    String wrong = digest(bytes("else"));

    for (String header : new String[] {"Content-Digest", "Repr-Digest"}) {
      assertProblem(
          request("PUT /files/f", header + ": " + wrong + "\r\n", CONTENT), 400, "digest-mismatch");
      assertProblem(
          request("PUT /files/f", header + ": sha-256=:AAAA:\r\n", CONTENT), 400, "bad-digest");
      assertThat(request("GET /files/f", "", null).status()).isEqualTo(404);
      String several = header + ": md5=:AAAA:, " + right + "\r\n";
      assertThat(request("PUT /files/f", several, CONTENT).status()).isEqualTo(204);
      request("DELETE /files/f", "", null);
    }
  }

  @Test
  void conditionsAreAsUnderKv() throws IOException {
    String first = etag(request("PUT /files/f", "If-None-Match: *\r\n", bytes("1")));
    assertProblem(
        request("PUT /files/f", "If-None-Match: *\r\n", CONTENT), 412, "condition-failed");
    Answer second = request("PUT /files/f", "If-Match: " + first + "\r\n", bytes("2"));
    assertThat(second.status()).isEqualTo(204);
    assertProblem(
        request("PUT /files/f", "If-Match: " + first + "\r\n", CONTENT), 412, "condition-failed");
    assertProblem(
        request("DELETE /files/f", "If-Match: " + first + "\r\n", null), 412, "condition-failed");
    assertProblem(
        request("GET /files/f", "If-Match: " + first + "\r\n", null), 412, "condition-failed");
    assertThat(request("GET /files/f", "", null).text()).isEqualTo("2");
  }

  @Test
  void troubleOfTheTableIsToldAsUnderKv() throws IOException {
    var down = new Outcome.Unavailable("down", gateway.route().replicas(), gateway.route());
    gateway.answerNext(down);
    Answer read = request("GET /files/f", "", null);
    assertProblem(read, 503, "range-unavailable");
    assertThat(read.header("Retry-After")).isEqualTo("1");
    gateway.answerNext(new Outcome.Full("full", gateway.route()));
    assertProblem(request("PUT /files/f", "", CONTENT), 507, "disk-full");
    gateway.answerNext(down);
    assertProblem(request("GET /files", "", null), 503, "range-unavailable");
  }

  @Test
  void aFileThatLosesAChunkWhileItIsSentBreaksTheConnection() throws IOException {
    byte[] large = content(3, 120 * CHUNK);
    request("PUT /files/f", "", large);
    try (var http = new RawHttp(port)) {
      http.send("GET /files/f HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(http.answer(false).status()).isEqualTo(200);
      // The sockets take some of it, but not all as long as nobody reads.
      request("DELETE /files/f", "", null);
      await().atMost(PATIENCE).until(() -> gateway.size() == 0);

      byte[] came = http.rest();
      assertThat(came).hasSizeLessThan(large.length);
      assertThat(came).isEqualTo(Arrays.copyOf(large, came.length));
    }
  }

  @Test
  void aDamagedFileIsToldWhereNothingWasSentYet() throws IOException {
    request("PUT /files/f", "", CONTENT);
    Key first =
        gateway.keys().stream()
            .filter(key -> gateway.stored(key) != null)
            .filter(key -> size(key) == CHUNK)
            .min(Key::compareTo)
            .orElseThrow();
    gateway.execute(new Operation.Delete(first, Condition.ALWAYS, PATIENCE));

    assertProblem(request("GET /files/f", "", null), 500, "file-damaged");
  }

  private int size(Key key) {
    return Objects.requireNonNull(Objects.requireNonNull(gateway.stored(key)).value()).size();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "../ring", "a//b", "a/", "%2Fa", "a/%2e%2e/b", "%00", "%ff", "a%", "%0a"})
  void whatIsNoNameIsRefused(String name) throws IOException {
    assertProblem(request("PUT /files/" + name, "", bytes("x")), 400, "bad-name");
    assertThat(gateway.size()).isZero();
  }

  @Test
  void namesAreDecodedOnceAndNothingElseIsDoneToThem() throws IOException {
    for (String name :
        new String[] {"a%20b;c=d", "K%C3%A4se/%E2%82%AC", "a%252e", "a+b", "a%2Fb"}) {
      assertThat(request("PUT /files/" + name, "", bytes(name)).status()).isEqualTo(204);
      assertThat(request("GET /files/" + name, "", null).text()).isEqualTo(name);
    }
    assertThat(names(read("/files")))
        .containsExactlyInAnyOrder("a b;c=d", "Käse/€", "a%2e", "a+b", "a/b");
  }

  @Test
  void filesAreListedPageByPage() throws IOException {
    for (int i = 0; i < 5; i++) {
      request("PUT /files/docs/" + i, "Content-Type: text/plain\r\n", bytes("file " + i));
    }
    request("PUT /files/other", "", bytes("x"));

    JsonNode first = read("/files?prefix=docs/&limit=3");
    JsonNode rest = read("/files?prefix=docs/&limit=3&cursor=" + first.path("next").asString());

    assertThat(names(first)).containsExactly("docs/0", "docs/1", "docs/2");
    assertThat(names(rest)).containsExactly("docs/3", "docs/4");
    assertThat(rest.has("next")).isFalse();
    JsonNode file = first.path("files").get(0);
    assertThat(file.path("size").asInt()).isEqualTo(6);
    assertThat(file.path("contentType").asString()).isEqualTo("text/plain");
    assertThat(file.path("sha256").asString()).isEqualTo(sha256(bytes("file 0")));
    assertThat(file.path("modified").asString()).endsWith("Z");
    assertThat(request("GET /kv", "", null).text()).isEqualTo("{\"entries\":[]}");
    assertProblem(request("GET /files?limit=0", "", null), 400, "bad-parameter");
    assertProblem(request("POST /files", "", bytes("x")), 405, "method-not-allowed");
  }

  @Test
  void whichChunkLiesWhereIsTold() throws IOException {
    request("PUT /files/f", "", CONTENT);

    JsonNode where = read("/files/f?where");
    JsonNode page = read("/files/f?where&from=1&limit=2");
    JsonNode local = read("/files?local=true");

    assertThat(where.path("chunks").asInt()).isEqualTo(4);
    assertThat(where.path("places").size()).isEqualTo(4);
    assertThat(where.at("/places/3/offset").asInt()).isEqualTo(3 * CHUNK);
    assertThat(where.at("/places/3/size").asInt()).isEqualTo(1000);
    assertThat(where.at("/places/3/replicas").size()).isEqualTo(2);
    assertThat(where.at("/places/3/primary")).isEqualTo(where.at("/places/3/replicas/0"));
    assertThat(page.at("/places/0/chunk").asInt()).isEqualTo(1);
    assertThat(page.path("next").asInt()).isEqualTo(3);
    assertThat(names(local)).containsExactly("f");
    assertThat(local.path("chunks").size()).isEqualTo(4);
    assertThat(local.at("/chunks/0/file").asString()).isEqualTo("f");
  }

  @Test
  void anUploadGoesOnWhereItWasBrokenOff() throws IOException {
    String path = "/files/f?upload=" + sha256(CONTENT);
    int size = CONTENT.length;
    assertThat(read(path).path("arrived").asInt()).isZero();

    Answer first = piece(path, 0, 2 * CHUNK, size);
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.text()).contains("\"arrived\":" + 2 * CHUNK, "\"stored\":false");
    try (var http = new RawHttp(port)) {
      http.send("PUT " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + CHUNK + "\r\n");
      http.send("Content-Range: bytes 524288-786431/" + size + "\r\n\r\nhalf a piece");
      http.finishSending();
      assertProblem(http.answer(true), 400, "body-truncated");
    }
    Answer again = piece(path, 0, CHUNK, size);
    assertProblem(again, 409, "upload-out-of-place");
    assertThat(again.text()).contains("\"arrived\":" + 2 * CHUNK);
    assertThat(request("GET /files/f", "", null).status()).isEqualTo(404);
    assertThat(request("HEAD " + path, "", null).header("X-Rondel-Arrived")).isEqualTo("524288");

    assertThat(piece(path, 2 * CHUNK, size, size).status()).isEqualTo(204);
    assertThat(request("GET /files/f", "", null).body()).isEqualTo(CONTENT);
    assertThat(read(path).path("stored").asBoolean()).isTrue();
  }

  @Test
  void piecesThatDoNotFitAreRefused() throws IOException {
    String path = "/files/f?upload=" + sha256(bytes("announced"));

    assertProblem(request("PUT /files/f?upload=abc", "", bytes("x")), 400, "bad-parameter");
    assertProblem(request("PUT " + path, "", bytes("x")), 400, "bad-range");
    assertProblem(piece(path, 0, 100, 200), 400, "bad-range");
    assertProblem(
        request("PUT " + path, "Content-Range: bytes 5-2/9\r\n", bytes("x")), 400, "bad-range");
    assertProblem(
        request("PUT /files/f", "Content-Range: bytes 0-0/9\r\n", bytes("x")), 400, "bad-range");
    assertProblem(
        request("PUT " + path, "Content-Range: bytes 0-8/9\r\n", bytes("x")),
        400,
        "body-truncated");
    assertProblem(
        request("PUT " + path, "Content-Range: bytes 0-8/9\r\n", bytes("different")),
        400,
        "digest-mismatch");
    await().atMost(PATIENCE).until(() -> gateway.size() == 0);
  }

  // ---- helpers ----------------------------------------------------------------------------------

  private Answer piece(String path, int from, int to, int size) throws IOException {
    return request(
        "PUT " + path,
        "Content-Range: bytes " + from + "-" + (to - 1) + "/" + size + "\r\n",
        Arrays.copyOfRange(CONTENT, from, to));
  }

  private JsonNode read(String path) throws IOException {
    Answer answer = request("GET " + path, "", null);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return json.readTree(answer.body());
  }

  private static List<String> names(JsonNode listing) {
    return listing.path("files").valueStream().map(file -> file.path("name").asString()).toList();
  }

  private static String etag(Answer answer) {
    return Objects.requireNonNull(answer.header("ETag"));
  }

  private Answer request(String line, String headers, byte @Nullable [] body) throws IOException {
    return RawHttp.request(port, line, headers, body);
  }

  private static byte[] content(long seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String digest(byte[] content) {
    byte[] sha256 = HexFormat.of().parseHex(sha256(content));
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
  }

  private static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.text()).contains("\"code\":\"" + code + "\"");
  }
}
