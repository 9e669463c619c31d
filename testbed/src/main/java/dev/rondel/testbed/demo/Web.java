package dev.rondel.testbed.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP as curl would speak it. */
final class Web implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  int status(URI base, String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(base.resolve(path)).GET()).statusCode();
  }

  /** What GET answers, which has to be 200. */
  JsonNode get(URI base, String path) throws IOException, InterruptedException {
    return json(path, send(HttpRequest.newBuilder(base.resolve(path)).GET()));
  }

  /** What POST of this body answers, which has to be 200. */
  JsonNode post(URI base, String path, Object body) throws IOException, InterruptedException {
    return json(
        path,
        send(
            HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))));
  }

  /** What a method with this body and these headers, names and values in turn, comes to. */
  HttpResponse<byte[]> send(
      String method, URI base, String path, byte @Nullable [] body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
  }

  private static JsonNode json(String path, HttpResponse<String> answer) {
    Walk.check(
        answer.statusCode() == 200,
        path + " answers " + answer.statusCode() + ": " + answer.body());
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
