package dev.rondel.node.compat.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.web.InMemoryGateway;
import dev.rondel.node.web.RawHttp;
import dev.rondel.node.web.RawHttp.Answer;
import dev.rondel.node.web.WebTestApplication;
import dev.rondel.pair.Key;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code /db} and {@code /dht/peers} over a gateway in memory, byte for byte. */
@SpringBootTest(
    classes = {WebTestApplication.class, PipelineConfiguration.class},
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DbTest {

  @LocalServerPort int port;
  @Autowired InMemoryGateway gateway;

  @BeforeEach
  void empty() {
    gateway.clear();
  }

  private Answer ask(String line) throws IOException {
    return RawHttp.request(port, line, "", null);
  }

  private Answer send(String line, String headers, String body) throws IOException {
    return RawHttp.request(port, line, headers, body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n",
        "Content-Type: text/plain\r\n",
        "Content-Type: application/json\r\n",
        "Content-Type: nonsense\r\n",
        "Content-Type: multipart/form-data; boundary=x\r\n"
      })
  void theBodyArrivesWhole(String contentType) throws IOException {
    String body = "a=1&b=%20two\r\n+\0&=";
    for (String method : List.of("PUT", "POST")) {
      gateway.clear();
      Answer put = send(method + " /db/key", contentType, body);

      assertThat(put.status()).isEqualTo(200);
      assertThat(ask("GET /db/key").text()).isEqualTo(body);
    }
  }

  @Test
  void whatCurlSaysOfABodyByItselfIsNotKept() throws IOException {
    send("PUT /db/form", "Content-Type: application/x-www-form-urlencoded\r\n", "v");
    send("PUT /db/text", "Content-Type: text/plain\r\n", "v");

    assertThat(ask("GET /db/form").header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(ask("GET /db/text").header("Content-Type")).startsWith("text/plain");
  }

  @Test
  void aMissingKeyIsAnEmptyValueAndCanBeDeleted() throws IOException {
    Answer missing = ask("GET /db/nothing");
    assertThat(missing.status()).isEqualTo(200);
    assertThat(missing.body()).isEmpty();
    assertThat(ask("DELETE /db/nothing").status()).isEqualTo(200);

    send("PUT /db/key", "", "v");
    assertThat(ask("DELETE /db/key").status()).isEqualTo(200);
    assertThat(ask("GET /db/key").body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a%2Fb", "a/b", "..", "a;v=1", "%00", "%ff%fe", "a%20b", "k%C3%A4se", "./.", "//"})
  void aKeyIsTheBytesThatStandInThePath(String path) throws IOException {
    assertThat(send("PUT /db/" + path, "", "of " + path).status()).isEqualTo(200);

    assertThat(ask("GET /db/" + path).text()).isEqualTo("of " + path);
    assertThat(ask("GET /kv/" + path).text()).isEqualTo("of " + path);
    assertThat(gateway.size()).isEqualTo(1);
  }

  @Test
  void theKeysAreSeparatedByCrLf() throws IOException {
    assertThat(ask("GET /db").body()).isEmpty();
    for (String key : List.of("key1", "key2", "%ff")) {
      send("PUT /db/" + key, "", "v");
    }

    assertThat(new String(ask("GET /db").body(), ISO_8859_1)).isEqualTo("key1\r\nkey2\r\n\u00ff");
  }

  @Test
  void thePeersAreTheMembersItselfFirst() throws IOException {
    assertThat(ask("GET /dht/peers").text()).isEqualTo("node_3000\r\nnode_3001");
  }

  @Test
  void whatIsRefusedIsRefusedAsElsewhere() throws IOException {
    assertThat(send("PUT /db/", "", "v").status()).isEqualTo(400);
    assertThat(send("PUT /db/%00rondel%00x", "", "v").text()).contains("key-reserved");
    assertThat(send("PUT /db/" + "k".repeat(1025), "", "v").text()).contains("key-too-long");
    assertThat(send("PUT /db/k", "", "v".repeat((1 << 20) + 1)).status()).isEqualTo(413);
    gateway.answerNext(new Outcome.Unavailable("nobody has it", List.of(), gateway.route()));
    assertThat(ask("GET /db/k").status()).isEqualTo(503);
    assertThat(gateway.stored(Key.of("k"))).isNull();
  }
}
