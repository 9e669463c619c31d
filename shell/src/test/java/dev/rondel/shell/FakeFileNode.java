package dev.rondel.shell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.RingDocument;
import dev.rondel.wire.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A ring of one node that keeps files in memory, and breaks off when it is told to. */
final class FakeFileNode implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  final Map<String, byte[]> files = new ConcurrentHashMap<>();
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** So many requests with a body, or answers with one, are still broken off in their middle. */
  final AtomicInteger breaks = new AtomicInteger();

  private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();
  private final HttpServer server;

  FakeFileNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/ring", exchange -> json(200, RingDocument.of(view(exchange)), exchange));
    server.createContext("/files", this::answer);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private View view(HttpExchange exchange) {
    NodeId id = NodeId.of("node_3000");
    String address = "localhost:" + exchange.getLocalAddress().getPort();
    var member =
        new Member(id, 1, address, address, "", 1, Member.Standing.IN, true, List.of(Token.MAX));
    var range = new Range(Token.MAX, List.of(id), List.of(), new Epoch(1), List.of());
    return new View(new Epoch(1), 1, "md5", List.of(member), List.of(range));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range =
        Objects.requireNonNullElse(
            exchange.getRequestHeaders().getFirst("Content-Range"),
            Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Range"), ""));
    requests.add((exchange.getRequestMethod() + " " + range).strip());
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/files")) {
      list(exchange);
      return;
    }
    String name = path.substring("/files/".length());
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
    switch (exchange.getRequestMethod()) {
      case "PUT" -> put(name, query, range, exchange);
      case "DELETE" -> {
        boolean isThere = files.remove(name) != null;
        exchange.sendResponseHeaders(isThere ? 204 : 404, -1);
        exchange.close();
      }
      default -> {
        if (query.startsWith("upload=")) {
          progress(200, query, exchange);
        } else if (query.startsWith("where")) {
          where(name, exchange);
        } else {
          get(name, range, exchange);
        }
      }
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    var listed =
        new TreeMap<>(files)
            .entrySet().stream()
                .map(
                    file ->
                        Map.of(
                            "name",
                            file.getKey(),
                            "size",
                            file.getValue().length,
                            "modified",
                            "2026-01-02T03:04:05.678Z",
                            "sha256",
                            sha256(file.getValue())))
                .toList();
    json(200, Map.of("files", listed), exchange);
  }

  private void where(String name, HttpExchange exchange) throws IOException {
    int size = Objects.requireNonNull(files.get(name)).length;
    var place =
        Map.of("chunk", 0, "offset", 0, "size", size, "replicas", List.of("node_3000", "node_1"));
    json(
        200,
        Map.of("size", size, "chunks", 1, "chunkSize", 262144, "places", List.of(place)),
        exchange);
  }

  private void put(String name, String query, String range, HttpExchange exchange)
      throws IOException {
    if (breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      exchange.getRequestBody().readNBytes(1000);
      exchange.close();
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (query.isEmpty()) {
      files.put(name, body);
      exchange.getResponseHeaders().set("ETag", "\"7\"");
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
      return;
    }
    var all = new ByteArrayOutputStream();
    all.writeBytes(uploads.getOrDefault(query, new byte[0]));
    all.writeBytes(body);
    uploads.put(query, all.toByteArray());
    if (all.size() < Long.parseLong(range.substring(range.indexOf('/') + 1))) {
      progress(202, query, exchange);
      return;
    }
    files.put(name, all.toByteArray());
    exchange.getResponseHeaders().set("ETag", "\"8\"");
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private void progress(int status, String query, HttpExchange exchange) throws IOException {
    int arrived = uploads.getOrDefault(query, new byte[0]).length;
    json(status, Map.of("arrived", arrived, "stored", false), exchange);
  }

  private void get(String name, String range, HttpExchange exchange) throws IOException {
    byte[] file = files.get(name);
    if (file == null) {
      json(404, Map.of("code", "file-missing"), exchange);
      return;
    }
    byte[] digest = HexFormat.of().parseHex(sha256(file));
    exchange
        .getResponseHeaders()
        .set("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":");
    exchange.getResponseHeaders().set("ETag", "\"9\"");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(file.length));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    byte[] rest = Arrays.copyOfRange(file, from, file.length);
    exchange.sendResponseHeaders(206, rest.length);
    if (breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      exchange.getResponseBody().write(rest, 0, rest.length / 2);
      exchange.getResponseBody().flush();
    } else {
      exchange.getResponseBody().write(rest);
    }
    exchange.close();
  }

  private static void json(int status, @Nullable Object value, HttpExchange exchange)
      throws IOException {
    byte[] body = JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  static String sha256(byte[] bytes) {
    var digest = Sha256.begin();
    digest.update(bytes);
    return Sha256.end(digest);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
