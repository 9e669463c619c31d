package dev.rondel.node.standalone;

import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What nodes of tables ask of each other, over HTTP, at {@code host:port}. */
final class TableClient implements AutoCloseable {

  static final String PATH = "/dht/table";

  private static final Duration QUESTION = Duration.ofSeconds(10);
  private static final Duration WORK = Duration.ofMinutes(31);
  private static final int OK = 200;

  /** What a peer says of paths and peers of its own, and what is none of ours. */
  private static final Set<ErrorCode> IN_ITS_PLACE =
      Set.of(ErrorCode.NO_SUCH_PATH, ErrorCode.PEER_SILENT);

  private final JsonMapper json;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();

  TableClient(JsonMapper json) {
    this.json = json;
  }

  TableInfo info(String peer) {
    return read(peer, ask(peer, "", QUESTION), TableInfo.class);
  }

  Lineage lineage(String peer) {
    return read(peer, ask(peer, "/lineage", QUESTION), Lineage.class);
  }

  /** Whether the peer has taken the coordinator; it does not any more, where it has not. */
  TableInfo hasTaken(String peer, String handover) {
    byte[] told = send(peer, "/coordinator/taken?handover=" + handover, "text/plain", new byte[0]);
    return read(peer, told, TableInfo.class);
  }

  /** Has the peer do something, and waits until it has. */
  void tell(String peer, String what, Map<String, String> parameters) {
    send(peer, what, "application/json", json.writeValueAsBytes(parameters));
  }

  byte[] send(String peer, String what, String contentType, byte[] body) {
    var request =
        HttpRequest.newBuilder(at(peer, what))
            .timeout(WORK)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body));
    return exchange(peer, request.build());
  }

  private byte[] ask(String peer, String what, Duration patience) {
    return exchange(peer, HttpRequest.newBuilder(at(peer, what)).timeout(patience).build());
  }

  private static URI at(String peer, String what) {
    try {
      return URI.create("http://" + peer + PATH + what);
    } catch (IllegalArgumentException nonsense) {
      throw Problem.of(ErrorCode.BAD_BODY, "'" + peer + "' is no address.");
    }
  }

  private byte[] exchange(String peer, HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() != OK) {
        throw refused(peer, answer);
      }
      return answer.body();
    } catch (IOException silent) {
      throw Problem.of(
          ErrorCode.PEER_SILENT,
          peer + " does not answer: " + silent.getClass().getSimpleName() + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(ErrorCode.PEER_FAILED, "This node is stopping.");
    }
  }

  /** The peer's own words, and its code where we know it. */
  private Problem refused(String peer, HttpResponse<byte[]> answer) {
    try {
      JsonNode problem = json.readTree(answer.body());
      String code = problem.path("code").asString("");
      String detail = problem.path("detail").asString("");
      ErrorCode known =
          Arrays.stream(ErrorCode.values())
              .filter(each -> each.code().equals(code))
              .findFirst()
              .orElse(ErrorCode.PEER_FAILED);
      return Problem.of(
          IN_ITS_PLACE.contains(known) ? ErrorCode.PEER_FAILED : known, peer + ": " + detail);
    } catch (JacksonException otherwise) {
      return Problem.of(
          ErrorCode.PEER_FAILED, peer + " answers " + answer.statusCode() + ": it is no node.");
    }
  }

  private <T> T read(String peer, byte[] body, Class<T> type) {
    try {
      return json.readValue(body, type);
    } catch (JacksonException nonsense) {
      throw Problem.of(ErrorCode.PEER_FAILED, peer + " is no node: it speaks otherwise.");
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
