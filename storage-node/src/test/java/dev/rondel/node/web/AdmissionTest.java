package dev.rondel.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rondel.node.web.RawHttp.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A node that takes two requests at once, and a hundred bytes of bodies. */
@SpringBootTest(
    classes = WebTestApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"rondel.requests.in-flight=2", "rondel.requests.in-flight-bytes=100B"})
final class AdmissionTest {

  private final List<RawHttp> open = new ArrayList<>();

  @LocalServerPort private int port;

  @AfterEach
  void close() throws IOException {
    for (RawHttp http : open) {
      http.close();
    }
  }

  @Test
  void whatIsTooMuchAtOnceIsRefusedBeforeItsBodyIsRead() throws IOException {
    RawHttp first = begin(10);
    begin(10);

    Answer refused = get("/kv/none");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).contains("\"code\":\"overloaded\"");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.header("X-Rondel-Served-By")).isEqualTo("node_3000");
    assertThat(get("/actuator/health").status()).isEqualTo(200);

    first.send(new byte[10]);
    assertThat(first.answer(true).status()).isEqualTo(204);
    eventually(404);
  }

  @Test
  void bodiesAreCountedByWhatTheyAnnounce() throws IOException {
    RawHttp large = begin(90);

    assertThat(RawHttp.request(port, "PUT /kv/other", "", new byte[20]).status()).isEqualTo(503);
    eventually(404);

    large.send(new byte[90]);
    assertThat(large.answer(true).status()).isEqualTo(204);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> RawHttp.request(port, "PUT /kv/other", "", new byte[20]).status() == 204);
  }

  /**
   * A PUT that has been let in, as its 100 Continue says, and has not sent its body yet. Whoever
   * was answered before may not be quite out.
   */
  private RawHttp begin(int size) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> tryToBegin(size), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<RawHttp> tryToBegin(int size) throws IOException {
    var http = new RawHttp(port);
    open.add(http);
    http.send("PUT /kv/slow HTTP/1.1\r\nHost: localhost\r\n");
    http.send("Expect: 100-continue\r\nContent-Length: " + size + "\r\n\r\n");
    return http.answer(false).status() == 100 ? Optional.of(http) : Optional.empty();
  }

  private Answer eventually(int status) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get("/kv/none"), answer -> answer.status() == status);
  }

  private Answer get(String path) throws IOException {
    return RawHttp.request(port, "GET " + path, "", null);
  }
}
