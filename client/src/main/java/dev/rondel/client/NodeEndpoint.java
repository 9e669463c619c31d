package dev.rondel.client;

import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Epoch;
import dev.rondel.view.View;
import dev.rondel.wire.RingDocument;
import dev.rondel.wire.Via;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The HTTP interface of one node: each call is one request, never repeated. The node forwards what
 * it does not hold, so any node takes any key.
 */
public final class NodeEndpoint {

  /** The codes with which a node says that it has applied nothing. */
  private static final Set<String> NOT_APPLIED = Set.of("range-unavailable", "overloaded");

  private final HttpClient http;
  private final URI base;
  private final Via via;

  NodeEndpoint(HttpClient http, URI base, Via via) {
    this.http = http;
    this.base = base;
    this.via = via;
  }

  public URI address() {
    return base;
  }

  public ReadOutcome get(Key key, Duration timeout) {
    return switch (tryGet(key, timeout)) {
      case Attempt.Answered<ReadOutcome>(var outcome, var _) -> outcome;
      case Attempt.NotApplied<ReadOutcome>(var reason, var _) ->
          new ReadOutcome.Unavailable(reason);
      case Attempt.Lost<ReadOutcome>(var reason) -> new ReadOutcome.Unavailable(reason);
    };
  }

  public WriteOutcome put(Key key, Value value, WriteOptions options, Duration timeout) {
    return outcomeOf(tryPut(key, value, options, timeout));
  }

  public WriteOutcome delete(Key key, Condition condition, Duration timeout) {
    return outcomeOf(tryDelete(key, condition, timeout));
  }

  /** The view that this service, node or coordinator, knows. */
  public View view(Duration timeout) throws IOException {
    HttpResponse<byte[]> answer = send(request("/ring", timeout).GET().build());
    if (answer.statusCode() != 200) {
      throw new IOException(
          base + "/ring tells no ring: " + Problem.of(answer.statusCode(), answer.body()));
    }
    try {
      RingDocument ring = Json.RING.readValue(answer.body());
      if (ring == null) {
        throw new IllegalArgumentException("null");
      }
      return ring.toView();
    } catch (JacksonException | IllegalArgumentException noRing) {
      throw new IOException(base + "/ring cannot be read: " + noRing.getMessage(), noRing);
    }
  }

  /** The first keys of the table, in the order of the ring, that begin with this text. */
  public List<Key> keys(String prefix, int limit, Duration timeout) throws IOException {
    String query = "/kv?limit=" + limit + "&prefix=" + KeyPath.encoded(prefix);
    HttpResponse<byte[]> answer = send(request(query, timeout).GET().build());
    if (answer.statusCode() != 200) {
      throw new IOException(
          base + "/kv lists nothing: " + Problem.of(answer.statusCode(), answer.body()));
    }
    try {
      return Json.MAPPER.readTree(answer.body()).path("entries").values().stream()
          .map(NodeEndpoint::key)
          .toList();
    } catch (JacksonException | IllegalArgumentException noList) {
      throw new IOException(base + "/kv cannot be read: " + noList.getMessage(), noList);
    }
  }

  private static Key key(JsonNode entry) {
    return entry.has("key")
        ? Key.of(entry.path("key").asString(""))
        : Key.of(Base64.getUrlDecoder().decode(entry.path("key64").asString("")));
  }

  Attempt<ReadOutcome> tryGet(Key key, Duration timeout) {
    return attempt(ofKey(key, timeout).GET().build(), this::readOutcome);
  }

  Attempt<WriteOutcome> tryPut(Key key, Value value, WriteOptions options, Duration timeout) {
    HttpRequest.Builder request =
        ofKey(key, timeout)
            .header("Content-Type", value.contentType())
            .PUT(BodyPublishers.ofByteArray(value.bytes()));
    conditions(request, options.condition());
    Duration ttl = options.ttl();
    if (ttl != null) {
      request.header("X-Rondel-TTL", Long.toString(ttl.toSeconds()));
    }
    return attempt(request.build(), this::writeOutcome);
  }

  Attempt<WriteOutcome> tryDelete(Key key, Condition condition, Duration timeout) {
    HttpRequest.Builder request = ofKey(key, timeout).DELETE();
    conditions(request, condition);
    return attempt(request.build(), this::writeOutcome);
  }

  static WriteOutcome outcomeOf(Attempt<WriteOutcome> attempt) {
    return switch (attempt) {
      case Attempt.Answered<WriteOutcome>(var outcome, var _) -> outcome;
      case Attempt.NotApplied<WriteOutcome>(var reason, var _) ->
          new WriteOutcome.Unavailable(reason);
      case Attempt.Lost<WriteOutcome>(var reason) -> new WriteOutcome.Unknown(reason);
    };
  }

  private HttpRequest.Builder ofKey(Key key, Duration timeout) {
    HttpRequest.Builder request = request(KeyPath.of(key), timeout);
    return via == Via.DIRECT ? request : request.header(Via.HEADER, via.id());
  }

  private HttpRequest.Builder request(String pathAndQuery, Duration timeout) {
    return HttpRequest.newBuilder(URI.create(base + pathAndQuery)).timeout(timeout);
  }

  private static void conditions(HttpRequest.Builder request, Condition condition) {
    switch (condition) {
      case Condition.Always() -> {}
      case Condition.IfAbsent() -> request.header("If-None-Match", "*");
      case Condition.IfPresent() -> request.header("If-Match", "*");
      case Condition.IfVersion(var version) -> request.header("If-Match", ETag.of(version));
    }
  }

  private interface Reading<T> {
    Attempt<T> of(HttpResponse<byte[]> answer, Route route);
  }

  private <T> Attempt<T> attempt(HttpRequest request, Reading<T> reading) {
    HttpResponse<byte[]> answer;
    try {
      answer = send(request);
    } catch (ConnectException | HttpConnectTimeoutException nothingSent) {
      return new Attempt.NotApplied<>(base.getAuthority() + " cannot be reached", false);
    } catch (HttpTimeoutException silence) {
      return new Attempt.Lost<>(base.getAuthority() + " did not answer in time");
    } catch (IOException broken) {
      return new Attempt.Lost<>(
          "the connection to " + base.getAuthority() + " broke: " + broken.getMessage());
    }
    Optional<Route> route = route(answer.headers());
    if (route.isPresent()) {
      return reading.of(answer, route.get());
    }
    Problem problem = Problem.of(answer.statusCode(), answer.body());
    String reason = base.getAuthority() + " answers " + problem;
    // Without the headers of a node: the coordinator, or something else that does not know such a
    // path, or refuses early.
    boolean refused =
        problem.status() == 404 || problem.status() == 405 || NOT_APPLIED.contains(problem.code());
    return refused ? new Attempt.NotApplied<>(reason, false) : new Attempt.Lost<>(reason);
  }

  private Attempt<ReadOutcome> readOutcome(HttpResponse<byte[]> answer, Route route) {
    int status = answer.statusCode();
    if (status == 200) {
      Optional<Version> version = version(answer.headers());
      if (version.isEmpty()) {
        return new Attempt.Lost<>(base.getAuthority() + " sent a value without ETag");
      }
      String contentType = answer.headers().firstValue("Content-Type").orElse(Value.BINARY);
      Value value = Value.of(answer.body(), contentType);
      return new Attempt.Answered<>(
          new ReadOutcome.Found(value, version.get(), route), route.epoch());
    }
    if (status == 404) {
      return new Attempt.Answered<>(new ReadOutcome.Missing(route), route.epoch());
    }
    Problem problem = Problem.of(status, answer.body());
    return status < 500
        ? new Attempt.Answered<>(new ReadOutcome.Rejected(problem), route.epoch())
        : new Attempt.NotApplied<>(problem.toString(), true);
  }

  private Attempt<WriteOutcome> writeOutcome(HttpResponse<byte[]> answer, Route route) {
    int status = answer.statusCode();
    if (status < 300) {
      return acknowledged(answer, route);
    }
    Problem problem = Problem.of(status, answer.body());
    if (status == 503 && NOT_APPLIED.contains(problem.code())) {
      return new Attempt.NotApplied<>(problem.toString(), true);
    }
    WriteOutcome outcome =
        switch (status) {
          case 404 -> new WriteOutcome.Missing(route);
          case 412 -> new WriteOutcome.ConditionFailed(currentVersion(answer.body()), route);
          case 507 -> new WriteOutcome.Full(problem.toString());
          default ->
              status < 500
                  ? new WriteOutcome.Rejected(problem)
                  : new WriteOutcome.Unknown(problem.toString());
        };
    return new Attempt.Answered<>(outcome, route.epoch());
  }

  private Attempt<WriteOutcome> acknowledged(HttpResponse<byte[]> answer, Route route) {
    if (answer.request().method().equals("DELETE")) {
      return new Attempt.Answered<>(new WriteOutcome.Deleted(route), route.epoch());
    }
    Optional<Version> version = version(answer.headers());
    if (version.isEmpty()) {
      return new Attempt.Lost<>(base.getAuthority() + " acknowledged without ETag");
    }
    return new Attempt.Answered<>(new WriteOutcome.Stored(version.get(), route), route.epoch());
  }

  /** The version that a failed condition met, as the problem tells it. */
  private static @Nullable Version currentVersion(byte[] body) {
    try {
      String version = Json.MAPPER.readTree(body).path("version").asString("");
      return version.isEmpty() ? null : new Version(Long.parseLong(version));
    } catch (JacksonException | NumberFormatException notTold) {
      return null;
    }
  }

  private static Optional<Route> route(HttpHeaders headers) {
    Optional<String> servedBy = headers.firstValue("X-Rondel-Served-By");
    Optional<String> epoch = headers.firstValue("X-Rondel-Epoch");
    if (servedBy.isEmpty() || epoch.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Route(
            NodeId.of(servedBy.get()),
            nodes(headers, "X-Rondel-Replicas"),
            new Epoch(Long.parseLong(epoch.get())),
            nodes(headers, Via.PATH_HEADER)));
  }

  private static List<NodeId> nodes(HttpHeaders headers, String name) {
    return Arrays.stream(headers.firstValue(name).orElse("").split(","))
        .map(String::strip)
        .filter(node -> !node.isEmpty())
        .map(NodeId::of)
        .toList();
  }

  private static Optional<Version> version(HttpHeaders headers) {
    return headers.firstValue("ETag").flatMap(ETag::parse);
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stop);
    }
  }
}
