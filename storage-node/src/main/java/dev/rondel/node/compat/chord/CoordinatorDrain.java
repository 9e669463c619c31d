package dev.rondel.node.compat.chord;

import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import dev.rondel.ring.NodeId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the coordinator to take a node out of the ring, and waits until its data has moved. */
final class CoordinatorDrain implements Drain {

  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final URI coordinator;

  CoordinatorDrain(URI coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public void waitFor(NodeId node) throws InterruptedException {
    var path = "/nodes/" + URLEncoder.encode(node.value(), StandardCharsets.UTF_8) + "?wait=true";
    var request =
        HttpRequest.newBuilder(coordinator.resolve(path)).timeout(LONGEST).DELETE().build();
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 404) {
        throw Problem.of(
            ErrorCode.NO_SUCH_NODE,
            "The coordinator knows no node " + node + "; it lists all at /nodes.");
      }
      if (response.statusCode() >= 300) {
        throw Problem.of(
            ErrorCode.COORDINATOR_FAILED,
            "It answered " + response.statusCode() + ": " + response.body());
      }
    } catch (IOException e) {
      throw Problem.of(ErrorCode.COORDINATOR_FAILED, coordinator + " cannot be reached: " + e);
    }
  }
}
