package dev.rondel.shell;

import dev.rondel.client.Problem;
import dev.rondel.client.RondelClient;
import dev.rondel.view.Member;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of a cluster, at any of its nodes. Each request goes to one node, and to the next one
 * where nothing can have been done; who sends it decides what to do when the connection breaks.
 */
final class FileClient implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Until an answer begins: a large file may be on its way to there, and read back there. */
  private static final Duration ANSWER = Duration.ofMinutes(5);

  private static final int ROUNDS = 5;
  private static final long PAUSE_MILLIS = 500;

  private final JsonMapper json = JsonMapper.shared();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final List<URI> nodes;

  private FileClient(List<URI> nodes) {
    this.nodes = nodes;
  }

  static FileClient of(ClusterOptions options) {
    try (RondelClient cluster = options.connect()) {
      return of(cluster);
    }
  }

  static FileClient of(RondelClient cluster) {
    List<URI> nodes =
        cluster.view().members().stream()
            .filter(Member::up)
            .map(cluster::addressOf)
            .flatMap(Optional::stream)
            .collect(Collectors.toCollection(ArrayList::new));
    if (nodes.isEmpty()) {
      throw Failure.failed("the ring has no node that is up");
    }
    Collections.shuffle(nodes);
    return new FileClient(nodes);
  }

  /** The path of a file. */
  static String path(String name) {
    return "/files/"
        + Arrays.stream(name.split("/", -1))
            .map(FileClient::encoded)
            .collect(Collectors.joining("/"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** What a GET tells; a {@link Failure} where it is refused. */
  JsonNode tell(String path) {
    try {
      return json.readTree(
          expected(send(path, request -> request, BodyHandlers.ofByteArray())).body());
    } catch (IOException nobody) {
      throw Failure.failed("the nodes do not answer: " + nobody.getMessage());
    }
  }

  /** What is told of a file without its content. */
  HttpResponse<byte[]> head(String name) {
    try {
      return expected(send(path(name), request -> request.HEAD()));
    } catch (IOException nobody) {
      throw Failure.failed("the nodes do not answer: " + nobody.getMessage());
    }
  }

  /** A GET whose answer is read while it comes. */
  HttpResponse<InputStream> open(String path, UnaryOperator<HttpRequest.Builder> with)
      throws IOException {
    return send(path, with, BodyHandlers.ofInputStream());
  }

  /** The answer to any request, whatever it is. */
  HttpResponse<byte[]> send(String path, UnaryOperator<HttpRequest.Builder> with)
      throws IOException {
    return send(path, with, BodyHandlers.ofByteArray());
  }

  /**
   * @throws IOException where a connection broke, so that it is not known what was done
   */
  private <T> HttpResponse<T> send(
      String path, UnaryOperator<HttpRequest.Builder> with, BodyHandler<T> body)
      throws IOException {
    IOException failure = new ConnectException("nobody answers");
    for (int round = 0; round < ROUNDS; round++) {
      for (URI node : List.copyOf(nodes)) {
        var request = HttpRequest.newBuilder(URI.create(node + path)).timeout(ANSWER);
        try {
          HttpResponse<T> answer = exchange(with.apply(request).build(), body);
          if (answer.statusCode() != 503) {
            return answer;
          }
          failure = new IOException(node + " answers 503");
        } catch (ConnectException down) {
          failure = down;
        } catch (IOException broken) {
          Collections.rotate(nodes, -1); // the next request goes elsewhere
          throw broken;
        }
        Collections.rotate(nodes, -1);
      }
      pause();
    }
    throw failure;
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> body)
      throws IOException {
    try {
      return http.send(request, body);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted");
    }
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted");
    }
  }

  /** The answer, where it is a success; else a {@link Failure}. */
  static HttpResponse<byte[]> expected(HttpResponse<byte[]> answer) {
    if (answer.statusCode() < 300) {
      return answer;
    }
    throw refusal(Problem.of(answer.statusCode(), answer.body()));
  }

  static Failure refusal(Problem problem) {
    return switch (problem.status()) {
      case 404 -> Failure.notFound("no such file");
      case 412 -> new Failure(ExitCode.CONDITION_FAILED, "refused: " + problem);
      case 504 -> new Failure(ExitCode.OUTCOME_UNKNOWN, "it may have been done: " + problem);
      default -> Failure.failed("refused: " + problem);
    };
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
