package dev.rondel.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node that answers what it was told to answer, in this order; after that, the last answer for
 * ever.
 */
final class FakeNode implements AutoCloseable {

  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  final String id;
  final List<String> requests = new CopyOnWriteArrayList<>();
  volatile String ring = "{}";

  /** So many questions for the ring are heard, and never answered. */
  final AtomicInteger unansweredRings = new AtomicInteger();

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  FakeNode(String id) {
    this.id = id;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  FakeNode then(Answer answer) {
    answers.add(answer);
    return this;
  }

  Answer found(String text, long version, long epoch) {
    return exchange -> {
      headers(exchange, epoch);
      exchange.getResponseHeaders().set("ETag", "\"" + version + "\"");
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      body(exchange, 200, text);
    };
  }

  Answer stored(long version, long epoch) {
    return exchange -> {
      headers(exchange, epoch);
      exchange.getResponseHeaders().set("ETag", "\"" + version + "\"");
      exchange.sendResponseHeaders(204, -1);
    };
  }

  /** The same as another answer, which came over these nodes. */
  static Answer over(String path, Answer answer) {
    return exchange -> {
      exchange.getResponseHeaders().set("X-Rondel-Path", path);
      answer.to(exchange);
    };
  }

  Answer problem(int status, String code) {
    return exchange -> {
      headers(exchange, 1);
      body(
          exchange,
          status,
          "{\"code\": \"%s\", \"detail\": \"told so\", \"version\": \"17\"}".formatted(code));
    };
  }

  /** Something that is no node: the coordinator, a proxy. */
  static Answer withoutHeaders(int status) {
    return exchange -> body(exchange, status, "<html>");
  }

  static Answer hangUp() {
    return HttpExchange::close;
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean asksForRing = exchange.getRequestURI().getRawPath().equals("/ring");
    if (asksForRing && unansweredRings.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return;
    }
    try (exchange) {
      if (asksForRing) {
        body(exchange, 200, ring);
        return;
      }
      exchange.getRequestBody().readAllBytes();
      requests.add(
          exchange.getRequestMethod() + " " + exchange.getRequestURI() + conditions(exchange));
      Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
      answer.to(exchange);
    }
  }

  private static String conditions(HttpExchange exchange) {
    var text = new StringBuilder();
    for (String name : List.of("If-Match", "If-None-Match", "X-Rondel-TTL", "X-Rondel-Routing")) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        text.append(' ').append(name).append(": ").append(value);
      }
    }
    return text.toString();
  }

  private void headers(HttpExchange exchange, long epoch) {
    exchange.getResponseHeaders().set("X-Rondel-Served-By", id);
    exchange.getResponseHeaders().set("X-Rondel-Primary", "n1");
    exchange.getResponseHeaders().set("X-Rondel-Replicas", "n1,n2");
    exchange.getResponseHeaders().set("X-Rondel-Epoch", Long.toString(epoch));
  }

  private static void body(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
