package dev.rondel.shell.cluster;

import dev.rondel.shell.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One short life of a coordinator and a node: they start, join, store a pair, read it, and end.
 * What the JVMs loaded and linked meanwhile is what they begin with later.
 */
final class Training {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration REQUEST = Duration.ofSeconds(10);

  private final Map<Service, List<String>> recording;

  /**
   * @param recording the command line of each service; where it is to be trained, with the options
   *     by which its JVM records
   */
  Training(Map<Service, List<String>> recording) {
    this.recording = recording;
  }

  /**
   * Blocks until both have ended.
   *
   * @throws Failure where one of them does not start
   */
  void run() throws IOException {
    Path scratch = Files.createTempDirectory("rondel-training");
    try (var session =
        ClusterSession.open(
            new ClusterDirectory(scratch), new Recording(), new Quiet(), PATIENCE, "training")) {
      int port = Ports.inARow(2);
      ServerState node = ServerState.node(port + 1);
      session.startAll(
          ClusterState.of(1, ServerState.coordinator(port), List.of(node)),
          _ -> {
            exercise(node);
            session.stopAll(); // here, so that Ctrl-C finds them in somebody's care until they end
          });
    } finally {
      Trees.delete(scratch);
    }
  }

  private static void exercise(ServerState node) {
    URI pair = URI.create("http://127.0.0.1:" + node.port() + "/kv/training");
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request = HttpRequest.newBuilder(pair).timeout(REQUEST);
      http.send(
          request.copy().PUT(BodyPublishers.ofString("done")).build(), BodyHandlers.discarding());
      http.send(request.copy().GET().build(), BodyHandlers.discarding());
    } catch (IOException e) {
      throw Failure.failed("the node in training does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted");
    }
  }

  private final class Recording implements Images {

    @Override
    public void prepare() {}

    @Override
    public List<String> command(Service service) {
      return recording.getOrDefault(service, List.of());
    }
  }

  /** Whoever waits is told of the training as a whole. */
  private static final class Quiet implements Progress {

    @Override
    public void line(String text) {}

    @Override
    public void waiting(String text) {}
  }
}
