package dev.rondel.node.web;

import static dev.rondel.wire.MalformedHttp.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rondel.node.runtime.InFlight;
import dev.rondel.node.runtime.ReservedKeys;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.wire.MalformedHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** A thousand malformed requests for each HTTP interface of a node, made of valid ones. */
@WebTest
class MalformedRequestsTest {

  private static final String JSON = "Content-Type: application/json\r\n";
  private static final Pattern ENCODED = Pattern.compile("%([0-9a-fA-F]{2})");

  @LocalServerPort int port;
  @Autowired InMemoryGateway gateway;
  @Autowired InFlight inFlight;
  @Autowired ServletWebServerApplicationContext context;

  @BeforeEach
  void empty() {
    gateway.clear();
  }

  /** As it was: nothing is held, and the next one is served. */
  @AfterEach
  void stillServes() throws IOException {
    await().until(() -> inFlight.requests() == 0);
    await().until(() -> connections() <= 1); // the one that is waited for
    gateway.clear();
    assertThat(RawHttp.request(port, "PUT /kv/after", "", new byte[] {1}).status()).isEqualTo(204);
    assertThat(RawHttp.request(port, "GET /kv/after", "", null).body()).containsExactly(1);
  }

  private long connections() {
    var server = (TomcatWebServer) Objects.requireNonNull(context.getWebServer());
    var protocol = (AbstractProtocol<?>) server.getTomcat().getConnector().getProtocolHandler();
    return protocol.getConnectionCount();
  }

  @Test
  void ofPairs() throws IOException {
    MalformedHttp.send(
        port,
        List.of(
            request("PUT /kv/greeting", "Content-Type: text/plain\r\n", "hello, world"),
            request("PUT /kv/once", "If-None-Match: *\r\nX-Rondel-TTL: 30\r\n", "first"),
            request("PUT /kv/over", "If-Match: \"1099511627777\"\r\n", "second"),
            request("PUT /kv/a%2Fb%20c", "X-Rondel-Routing: fingers\r\n", "third"),
            request("PUT /kv?key64=Z3JlZXRpbmc", "", "fourth"),
            request("PUT /kv", "X-Rondel-Key64: Z3JlZXRpbmc\r\n", "fifth"),
            "PUT /kv/parts HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n",
            "PUT /kv/asked HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                + "Content-Length: 4\r\n\r\nbody",
            request("GET /kv/greeting", "If-None-Match: \"1\"\r\n", ""),
            request("HEAD /kv/greeting", "", ""),
            request("GET /kv?prefix=gr&limit=10&cursor=Z3JlZXRpbmc", "", ""),
            request("OPTIONS /kv/greeting", "", ""),
            request("DELETE /kv/greeting", "If-Match: *\r\n", "")),
        this::nothingElseIsStored);
  }

  @Test
  void ofBatches() throws IOException {
    MalformedHttp.send(
        port,
        List.of(
            request(
                "POST /kv:batch",
                JSON,
                "{\"operations\": [{\"op\": \"put\", \"key\": \"greeting\", \"value\": \"hello\","
                    + " \"ttl\": 30, \"contentType\": \"text/plain\"},"
                    + " {\"op\": \"get\", \"key\": \"greeting\"}]}"),
            request(
                "POST /kv:batch",
                JSON,
                "{\"operations\": [{\"op\": \"put\", \"key64\": \"Z3JlZXRpbmc\", \"value64\":"
                    + " \"AAEC\", \"ifAbsent\": true}, {\"op\": \"delete\", \"key\": \"over\","
                    + " \"ifMatch\": \"1099511627777\"}]}")),
        this::nothingElseIsStored);
  }

  @Test
  void ofTheToySystem() throws IOException {
    MalformedHttp.send(
        port,
        List.of(
            request(
                "POST /client_insert_data", JSON, "{\"key\": \"greeting\", \"val\": \"hello\"}"),
            request("POST /insert_data/", JSON, "{\"key\": \"number\", \"val\": [1.50, null]}"),
            request("POST /client_get_data", JSON, "{\"key\": \"greeting\"}"),
            request("POST /get_data/", JSON, "{\"key\": \"number\"}"),
            request("POST /delete_key", JSON, "{\"key\": \"greeting\"}"),
            request("GET /get_keys/", "", ""),
            request("GET /healthcheck", "", "")),
        message -> {
          assertThat(gateway.keys()).as("after %s", message).allMatch(key -> names(message, key));
          gateway.clear();
        });
  }

  @Test
  void ofFiles() throws IOException {
    String sha = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    MalformedHttp.send(
        port,
        List.of(
            request("PUT /files/docs/plan.txt", "Content-Type: text/plain\r\n", "first this"),
            request(
                "PUT /files/hello",
                "Repr-Digest: sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:\r\n",
                "hello"),
            request("PUT /files/hello?upload=" + sha, "Content-Range: bytes 0-4/5\r\n", "hello"),
            "PUT /files/parts HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n0\r\n\r\n",
            request("GET /files/hello", "Range: bytes=1-3\r\n", ""),
            request("GET /files/hello?where", "", ""),
            request("HEAD /files/hello?upload=" + sha, "", ""),
            request("GET /files?prefix=docs/&limit=3", "", ""),
            request("GET /files?local=true", "", ""),
            request("DELETE /files/docs/plan.txt", "If-Match: *\r\n", "")),
        this::nothingElseIsAFile);
  }

  private void nothingElseIsStored(String message) {
    for (Key key : gateway.keys()) {
      Pair pair = gateway.stored(key);
      Value value = pair == null ? null : pair.value();
      assertThat(names(message, key)).as("%s after %s", key, message).isTrue();
      assertThat(value == null || contains(message, value.bytes()))
          .as("%s after %s", value, message)
          .isTrue();
    }
    gateway.clear();
  }

  private void nothingElseIsAFile(String message) throws IOException {
    var listed = RawHttp.request(port, "GET /files?limit=1000", "", null);
    var files = JsonMapper.shared().readTree(listed.body()).path("files");
    assertThat(files.valueStream().map(file -> file.path("name").asString("")))
        .as("after %s", message)
        .allMatch(name -> names(message, Key.of(name)));
    assertThat(gateway.keys())
        .as("after %s", message)
        .allMatch(key -> ReservedKeys.isReserved(key.bytes()));
    gateway.clear();
  }

  /** In any of the ways in which a message may name a key. */
  private static boolean names(String message, Key key) {
    String base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(key.bytes());
    return contains(message, key.bytes())
        || message.contains(base64.substring(0, base64.length() - 1));
  }

  /** As it is, in chunks, percent-encoded, or in base64. */
  private static boolean contains(String message, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    String decoded = ENCODED.matcher(message).replaceAll(MalformedRequestsTest::decoded);
    return message.contains(text)
        || decoded.contains(text)
        || message.contains(base64)
        || message.replaceAll("\r\n[0-9a-fA-F]+\r\n", "").contains(text);
  }

  private static String decoded(MatchResult encoded) {
    return Matcher.quoteReplacement(
        Character.toString((char) Integer.parseInt(encoded.group(1), 16)));
  }
}
