package dev.rondel.coordinator.compat.viewleader;

import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;

/** The table, through any node that lives: the coordinator has no data of its own. */
final class TableOfNodes implements AutoCloseable {

  /** That system's client waits for five seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final Supplier<View> view;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  TableOfNodes(Supplier<View> view) {
    this.view = view;
  }

  /**
   * What a node answered.
   *
   * @param status of HTTP; {@link #NOBODY} where it was sent to none, {@link #UNKNOWN} where it is
   *     not known what came of it
   */
  record Answer(int status, String body) {
    static final int NOBODY = 503;
    static final int UNKNOWN = 504;
  }

  Answer put(String key, String value) {
    return first("PUT", key, BodyPublishers.ofString(value, StandardCharsets.UTF_8));
  }

  Answer get(String key) {
    return first("GET", key, BodyPublishers.noBody());
  }

  private Answer first(String method, String key, HttpRequest.BodyPublisher body) {
    String key64 =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(key.getBytes(StandardCharsets.UTF_8));
    for (Member member : view.get().members()) {
      if (!member.up()) {
        continue;
      }
      try {
        var request =
            HttpRequest.newBuilder(
                    URI.create("http://" + member.httpAddress() + "/kv?key64=" + key64))
                .timeout(TIMEOUT)
                .header("Content-Type", "text/plain;charset=UTF-8")
                .method(method, body)
                .build();
        HttpResponse<String> answer =
            http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(answer.statusCode(), answer.body());
      } catch (ConnectException nobodyThere) {
        // the next one, then: nothing was sent
      } catch (IOException broken) {
        return new Answer(Answer.UNKNOWN, "");
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return new Answer(Answer.UNKNOWN, "");
      }
    }
    return new Answer(Answer.NOBODY, "");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
