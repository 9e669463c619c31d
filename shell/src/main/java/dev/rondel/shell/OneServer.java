package dev.rondel.shell;

import dev.rondel.client.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The names that a server keeps for itself, apart from the table. */
record OneServer(URI address) {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  void set(String name, byte[] value) {
    send("PUT", path(name), value);
  }

  byte[] get(String name) {
    return send("GET", path(name), new byte[0]);
  }

  /** A JSON array. */
  byte[] names() {
    return send("GET", "/local", new byte[0]);
  }

  void print(String text) {
    send("POST", "/print", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String path(String name) {
    return "/local/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private byte[] send(String method, String path, byte[] body) {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(TIMEOUT)
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    try (var http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() < 300) {
        return answer.body();
      }
      Problem problem = Problem.of(answer.statusCode(), answer.body());
      throw answer.statusCode() == 404
          ? Failure.notFound(problem.detail())
          : Failure.failed(address + " refused: " + problem);
    } catch (IOException nobody) {
      throw Failure.notRunning("nobody answers at " + address);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted");
    }
  }
}
