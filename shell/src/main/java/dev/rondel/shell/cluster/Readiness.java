package dev.rondel.shell.cluster;

import dev.rondel.shell.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Waits until servers say that they are ready, with a line for each, and fails as soon as one of
 * them has ended.
 */
final class Readiness {

  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final Duration ATTEMPT = Duration.ofSeconds(2);
  private static final int LOG_LINES = 15;

  private final ClusterDirectory directory;
  private final Progress progress;
  private final Duration patience;

  Readiness(ClusterDirectory directory, Progress progress, Duration patience) {
    this.directory = directory;
    this.progress = progress;
    this.patience = patience;
  }

  /**
   * Blocks until all are ready. The servers must have been started just now: times are counted from
   * this call.
   */
  void await(List<ServerState> servers) {
    long start = System.nanoTime();
    Map<String, ServerState> pending = new LinkedHashMap<>();
    servers.forEach(server -> pending.put(server.name(), server));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ATTEMPT)
                .build()) {
      var ready = new ExecutorCompletionService<ServerState>(threads);
      servers.forEach(server -> ready.submit(() -> awaitOne(http, server, start)));
      try {
        while (!pending.isEmpty()) {
          Future<ServerState> next = ready.poll(500, TimeUnit.MILLISECONDS);
          if (next != null) {
            ServerState server = next.get();
            pending.remove(server.name());
            progress.line(
                "  %-12s %-24s ready  %5s s"
                    .formatted(server.name(), server.url(), seconds(start)));
          }
          if (!pending.isEmpty()) {
            progress.waiting("  waiting for " + names(pending) + "  " + seconds(start) + " s");
          }
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof Failure failure
            ? failure
            : new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw Failure.failed("interrupted");
      }
    }
  }

  private static String names(Map<String, ServerState> pending) {
    List<String> names = new ArrayList<>(pending.keySet());
    return names.size() <= 3 ? String.join(", ", names) : names.size() + " servers";
  }

  private static String seconds(long start) {
    return String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / 1e9);
  }

  private ServerState awaitOne(HttpClient http, ServerState server, long start)
      throws InterruptedException {
    while (!isReady(http, server)) {
      if (!server.isAlive()) {
        throw Failure.failed(server.name() + " ended while it was starting" + endOfLog(server));
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        throw Failure.failed(
            server.name()
                + " was not ready after "
                + patience.toSeconds()
                + " s (--timeout)"
                + endOfLog(server));
      }
      Thread.sleep(PAUSE);
    }
    return server;
  }

  /** Ready, and the one that was started: another program may answer on its port. */
  private static boolean isReady(HttpClient http, ServerState server) throws InterruptedException {
    try {
      return get(http, server, "/actuator/health/readiness").statusCode() == 200
          && get(http, server, "/actuator/info").body().contains(ServerStart.START)
          && server.isAlive();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static HttpResponse<String> get(HttpClient http, ServerState server, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return http.send(HttpRequest.newBuilder(uri).timeout(ATTEMPT).build(), BodyHandlers.ofString());
  }

  private String endOfLog(ServerState server) {
    List<String> lines = directory.lastLinesOf(server, LOG_LINES);
    String head = "; the end of " + directory.logOf(server) + ":\n  | ";
    return lines.isEmpty()
        ? "; its log " + directory.logOf(server) + " is empty"
        : head + String.join("\n  | ", lines);
  }
}
