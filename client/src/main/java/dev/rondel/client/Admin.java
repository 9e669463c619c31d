package dev.rondel.client;

import dev.rondel.pair.Key;
import dev.rondel.ring.NodeId;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The coordinator's interface for operators. Answers are passed on as the coordinator gives them.
 * Every call throws an {@link IOException} where the coordinator cannot be reached.
 */
public final class Admin {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final URI coordinator;

  Admin(HttpClient http, URI coordinator) {
    this.http = http;
    this.coordinator = coordinator;
  }

  /** What became of a request to the coordinator. */
  public sealed interface Outcome {
    /** {@code body} is missing where the answer has none. */
    record Done(JsonNode body) implements Outcome {}

    record Refused(Problem problem) implements Outcome {}
  }

  public Outcome nodes() throws IOException {
    return send("GET", "/nodes", null);
  }

  public Outcome node(NodeId id) throws IOException {
    return send("GET", "/nodes/" + id, null);
  }

  /** Takes a running node into the ring; its data moves afterwards. */
  public Outcome join(NodeId id) throws IOException {
    return send("POST", "/nodes", Map.of("id", id.value()));
  }

  /** Drains a node, which then leaves the ring. */
  public Outcome remove(NodeId id) throws IOException {
    return send("DELETE", "/nodes/" + id, null);
  }

  /** Changes what is not null. */
  public Outcome change(NodeId id, @Nullable Double weight, @Nullable String zone)
      throws IOException {
    var change = new LinkedHashMap<String, Object>();
    if (weight != null) {
      change.put("weight", weight);
    }
    if (zone != null) {
      change.put("zone", zone);
    }
    return send("PATCH", "/nodes/" + id, change);
  }

  public Outcome replicate(int replicationFactor) throws IOException {
    return send("PATCH", "/ring", Map.of("replicationFactor", replicationFactor));
  }

  public Outcome ring() throws IOException {
    return send("GET", "/ring", null);
  }

  /** What moves now: ranges, keys, bytes, rate, time left. */
  public Outcome redistribution() throws IOException {
    return send("GET", "/redistribution", null);
  }

  /**
   * Gives up what only these nodes have, which are down and will never return; without {@code
   * confirm} it only tells what that would be.
   */
  public Outcome acceptLoss(List<NodeId> nodes, boolean confirm) throws IOException {
    return send(
        "POST",
        "/redistribution/accept-loss",
        Map.of("nodes", nodes.stream().map(NodeId::value).toList(), "confirm", confirm));
  }

  /** The epoch, and the servers with their hashes and addresses. */
  public Outcome view() throws IOException {
    return send("GET", "/view", null);
  }

  /** All locks that somebody holds or waits for. */
  public Outcome locks() throws IOException {
    return send("GET", "/locks", null);
  }

  /**
   * Takes a lock. It is granted, or it is not within {@code patience}; a client that then asks
   * again within 5 seconds keeps its place in the queue.
   */
  public Outcome lock(String name, String client, Duration ttl, Duration patience)
      throws IOException {
    return send(
        "POST",
        lockPath(name),
        Map.of("client", client, "ttl", ttl.toString(), "wait", patience.toString()));
  }

  /** Gives a lock back, or a place in its queue. */
  public Outcome unlock(String name, String client) throws IOException {
    return send("DELETE", lockPath(name) + "?client=" + KeyPath.encoded(client), null);
  }

  private static String lockPath(String name) {
    return "/locks/" + KeyPath.encoded(name);
  }

  /** Where a key belongs, and why. */
  public Outcome lookup(Key key) throws IOException {
    String text = key.toString();
    boolean isText = Key.of(text).equals(key);
    return send(
        "GET",
        isText
            ? "/ring/lookup?key=" + KeyPath.inQuery(key)
            : "/ring/lookup?key64="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(key.bytes()),
        null);
  }

  private Outcome send(String method, String path, @Nullable Map<String, ?> body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(coordinator + path)).timeout(TIMEOUT);
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body)));
    }
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      return answer.statusCode() < 300
          ? new Outcome.Done(Json.MAPPER.readTree(answer.body()))
          : new Outcome.Refused(Problem.of(answer.statusCode(), answer.body()));
    } catch (ConnectException | HttpTimeoutException silent) {
      throw new IOException("the coordinator at " + coordinator + " does not answer", silent);
    } catch (JacksonException notJson) {
      throw new IOException(coordinator + path + " does not answer in JSON", notJson);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stop);
    }
  }
}
