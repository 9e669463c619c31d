package dev.rondel.node;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** A standalone node as {@code java -jar} starts it, in this process, and curl. */
public final class RunningNode implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final int FIRST_PORT = 2_000;
  private static final int PORTS = 10_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

  private final String name;
  private final int port;
  private final Path data;
  private final List<String> arguments;
  private ConfigurableApplicationContext context;

  private RunningNode(String name, int port, Path data, List<String> more) {
    this.name = name;
    this.port = port;
    this.data = data;
    this.arguments =
        Stream.concat(
                Stream.of("--name=" + name, "--port=" + port, "--rondel.data=" + data),
                more.stream())
            .toList();
    this.context = run();
  }

  /** Starts a node with data of its own below this directory; it is ready on return. */
  public static RunningNode start(Path directory, String name, String... arguments) {
    return new RunningNode(name, freePort(), directory.resolve(name), List.of(arguments));
  }

  private ConfigurableApplicationContext run() {
    ConfigurableApplicationContext started = NodeStart.of(arguments.toArray(String[]::new));
    await(name + " is ready").atMost(PATIENCE).until(() -> get("/").statusCode() == 200);
    return started;
  }

  /**
   * One whose neighbours for links and sessions are free too, and all of them below those that the
   * system gives to connections: else it would take one of them between two starts of a node.
   */
  static int freePort() {
    for (int attempt = 0; attempt < PORTS; attempt++) {
      int port = FIRST_PORT + Math.floorMod(NEXT.getAndIncrement(), PORTS);
      if (isFree(port) && isFree(port + 10_000) && isFree(port + 20_000)) {
        return port;
      }
    }
    throw new IllegalStateException("no free ports");
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port)) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** A part of it. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public String name() {
    return name;
  }

  public int port() {
    return port;
  }

  public Path data() {
    return data;
  }

  public HttpResponse<String> get(String path) {
    return send("GET", path, null);
  }

  /** What GET of a path answers, which has to be 200. */
  public String text(String path) {
    return ok(get(path));
  }

  /** The lines of what GET of a path answers. */
  public List<String> lines(String path) {
    return Arrays.stream(text(path).split("\r\n", -1)).filter(line -> !line.isEmpty()).toList();
  }

  /** {@code curl -X PUT …/db/KEY -d VALUE}. */
  public void put(String key, String value) {
    ok(send("PUT", "/db/" + key, value));
  }

  public String value(String key) {
    return text("/db/" + key);
  }

  public void delete(String key) {
    ok(send("DELETE", "/db/" + key, null));
  }

  /** {@code curl -X POST …/dht/join -d PEERS}. */
  public HttpResponse<String> join(RunningNode... peers) {
    return join(String.join("\r\n", Stream.of(peers).map(RunningNode::line).toList()));
  }

  public HttpResponse<String> join(String lines) {
    return send("POST", "/dht/join", lines);
  }

  public String line() {
    return name + ":localhost:" + port;
  }

  private static String ok(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          answer.request() + " answers " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  public HttpResponse<String> send(String method, String path, @Nullable String body) {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofMinutes(2))
            .method(method, publisher);
    if (body != null) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it in good order. */
  public void stop() {
    context.close();
  }

  /** Starts it again, with its data. */
  public void restart() {
    context = run();
  }

  @Override
  public void close() {
    context.close();
  }
}
