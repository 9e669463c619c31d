package dev.rondel.testbed.fake;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.ring.HashRing;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.RingNode;
import dev.rondel.ring.Token;
import dev.rondel.testbed.scenario.ClusterControl;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.RingDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cluster whose nodes are HTTP servers in this process, over one table that is always right. What
 * a node then answers, a {@link Fault} may bend.
 */
public final class FakeCluster implements ClusterControl, AutoCloseable {

  /** A lie about an answer. */
  public interface Fault {
    Answer bend(NodeId node, String method, Key key, Answer right);
  }

  /** What a node answers. {@code value} is null where there is none. */
  public record Answer(
      int status, @Nullable Value value, long version, List<NodeId> chain, NodeId servedBy) {

    public Answer withValue(@Nullable Value other) {
      return new Answer(other == null ? 404 : 200, other, version, chain, servedBy);
    }

    public Answer withChain(List<NodeId> other) {
      return new Answer(status, value, version, other, servedBy);
    }

    public Answer withStatus(int other) {
      return new Answer(other, value, version, chain, servedBy);
    }
  }

  private record Stored(Value value, long version) {}

  private static final int TOKENS = 4;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int replicationFactor;
  private final Map<NodeId, Integer> ports = new TreeMap<>();
  private final Map<NodeId, HttpServer> running = new HashMap<>();
  private final Set<NodeId> in = new TreeSet<>();
  private final Map<Key, Stored> table = new HashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer coordinator;
  private volatile Fault fault = (_, _, _, right) -> right;
  private long epoch = 1;
  private long version;
  private int started;

  public FakeCluster(int nodes, int replicationFactor) {
    this.replicationFactor = replicationFactor;
    try {
      coordinator = listen(0, this::coordinate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < nodes; i++) {
      add();
    }
  }

  public void fault(Fault newFault) {
    fault = newFault;
  }

  public URI coordinator() {
    return URI.create("http://localhost:" + coordinator.getAddress().getPort());
  }

  public synchronized List<URI> addresses() {
    return running.keySet().stream()
        .map(id -> URI.create("http://localhost:" + ports.get(id)))
        .toList();
  }

  public synchronized List<NodeId> chain(Key key) {
    List<NodeId> placement = ring().placement(Hashing.md5().hash(key.bytes()), replicationFactor);
    List<NodeId> alive = placement.stream().filter(running::containsKey).toList();
    return alive.isEmpty() ? placement : alive;
  }

  /** Forgets a pair, as no table may. */
  public synchronized void lose(Key key) {
    table.remove(key);
  }

  @Override
  public synchronized void add() {
    var id = NodeId.of("n" + ++started);
    in.add(id);
    serve(id, 0);
  }

  @Override
  public synchronized void remove(NodeId id) {
    in.remove(id);
    kill(id);
    ports.remove(id);
  }

  @Override
  public synchronized void kill(NodeId id) {
    HttpServer server = running.remove(id);
    if (server != null) {
      server.stop(0);
    }
    epoch++;
  }

  @Override
  public synchronized void restart(NodeId id) {
    serve(id, ports.getOrDefault(id, 0));
  }

  private void serve(NodeId id, int port) {
    try {
      HttpServer server = listen(port, exchange -> handle(id, exchange));
      ports.put(id, server.getAddress().getPort());
      running.put(id, server);
      epoch++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpServer listen(int port, HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", handler);
    server.setExecutor(threads);
    server.start();
    return server;
  }

  private HashRing ring() {
    return HashRing.of(in.stream().map(id -> new RingNode(id, "", 1, tokens(id))).toList());
  }

  private static List<Token> tokens(NodeId id) {
    var tokens = new ArrayList<Token>();
    for (int i = 0; i < TOKENS; i++) {
      tokens.add(Hashing.md5().hash((id + "#" + i).getBytes(StandardCharsets.UTF_8)));
    }
    return tokens.stream().sorted().toList();
  }

  private void handle(NodeId id, HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!exchange.getRequestURI().getRawPath().startsWith("/kv")) {
        tell(exchange, Map.of("/ring", ringDocument()));
        return;
      }
      Key key = keyOf(exchange.getRequestURI());
      String method = exchange.getRequestMethod();
      String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
      Answer right =
          apply(
              id,
              method,
              key,
              Value.of(body, contentType == null ? Value.BINARY : contentType),
              exchange.getRequestHeaders());
      write(exchange, fault.bend(id, method, key, right));
    }
  }

  private void coordinate(HttpExchange exchange) throws IOException {
    try (exchange) {
      tell(exchange, pages());
    }
  }

  private synchronized Map<String, String> pages() {
    return Map.of(
        "/ring",
        ringDocument(),
        "/redistribution",
        "{\"epoch\": %d, \"state\": \"converged\"}".formatted(epoch));
  }

  private static void tell(HttpExchange exchange, Map<String, String> pages) throws IOException {
    String page = pages.get(exchange.getRequestURI().getRawPath());
    respond(
        exchange,
        page == null ? 404 : 200,
        page == null ? new byte[0] : page.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized Answer apply(
      NodeId id, String method, Key key, Value value, Headers headers) {
    List<NodeId> chain = chain(key);
    NodeId servedBy = method.equals("GET") && chain.contains(id) ? id : chain.getFirst();
    Stored stored = table.get(key);
    if (!method.equals("GET") && !holds(headers, stored)) {
      return new Answer(412, null, stored == null ? 0 : stored.version(), chain, servedBy);
    }
    return switch (method) {
      case "PUT" -> {
        table.put(key, new Stored(value, ++version));
        yield new Answer(204, null, version, chain, servedBy);
      }
      case "DELETE" -> {
        table.remove(key);
        yield new Answer(stored == null ? 404 : 204, null, ++version, chain, servedBy);
      }
      default ->
          stored == null
              ? new Answer(404, null, 0, chain, servedBy)
              : new Answer(200, stored.value(), stored.version(), chain, servedBy);
    };
  }

  private static boolean holds(Headers headers, @Nullable Stored stored) {
    String match = headers.getFirst("If-Match");
    boolean matches =
        match == null || (stored != null && match.equals("\"" + stored.version() + "\""));
    return matches && (stored == null || !headers.containsKey("If-None-Match"));
  }

  private void write(HttpExchange exchange, Answer answer) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("X-Rondel-Served-By", answer.servedBy().value());
    headers.set("X-Rondel-Primary", answer.chain().getFirst().value());
    headers.set(
        "X-Rondel-Replicas", String.join(",", answer.chain().stream().map(NodeId::value).toList()));
    headers.set("X-Rondel-Epoch", Long.toString(epoch()));
    Value value = answer.value();
    if (answer.status() < 300) {
      headers.set("ETag", "\"" + answer.version() + "\"");
    }
    if (value != null) {
      headers.set("Content-Type", value.contentType());
    }
    byte[] problem = problem(answer).getBytes(StandardCharsets.UTF_8);
    respond(exchange, answer.status(), value == null ? problem : value.bytes());
  }

  private static String problem(Answer answer) {
    return switch (answer.status()) {
      case 412 ->
          answer.version() == 0
              ? "{\"code\": \"condition-failed\"}"
              : "{\"code\": \"condition-failed\", \"version\": \"%d\"}".formatted(answer.version());
      case 503 -> "{\"code\": \"range-unavailable\"}";
      case 504 -> "{\"code\": \"outcome-unknown\"}";
      default -> "";
    };
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static Key keyOf(URI uri) {
    String query = uri.getRawQuery();
    if (query != null && query.startsWith("key64=")) {
      return Key.of(Base64.getUrlDecoder().decode(query.substring("key64=".length())));
    }
    return Key.of(uri.getPath().substring("/kv/".length()));
  }

  private synchronized long epoch() {
    return epoch;
  }

  private synchronized String ringDocument() {
    HashRing ring = ring();
    List<Range> ranges =
        ring.tokens().stream()
            .map(
                token -> {
                  List<NodeId> placement = ring.placement(token, replicationFactor);
                  List<NodeId> alive = placement.stream().filter(running::containsKey).toList();
                  return new Range(
                      token,
                      alive.isEmpty() ? placement : alive,
                      List.of(),
                      new Epoch(1),
                      List.of());
                })
            .toList();
    List<Member> members = in.stream().map(this::member).toList();
    var view = new View(new Epoch(epoch), replicationFactor, "md5", members, ranges);
    return JSON.writeValueAsString(RingDocument.of(view));
  }

  private Member member(NodeId id) {
    String address = "localhost:" + ports.get(id);
    return new Member(
        id, 1, address, address, "", 1, Member.Standing.IN, running.containsKey(id), tokens(id));
  }

  @Override
  public synchronized void close() {
    running.values().forEach(server -> server.stop(0));
    coordinator.stop(0);
    threads.shutdownNow();
  }
}
