package dev.rondel.node.compat.viewleader;

import dev.rondel.wire.FrameServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the view leader, every ten seconds, that this server is there: so that it is listed. Where
 * it was declared dead meanwhile, it comes back under a new id.
 */
final class Heartbeats implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Heartbeats.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int FIRST_LEADER_PORT = 39_000;
  private static final int LEADER_PORTS = 10;
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final String leader;
  private final int ownPort;
  private final CountDownLatch over = new CountDownLatch(1);
  private String id = UUID.randomUUID().toString();

  Heartbeats(String leader, int ownPort) {
    this.leader = leader;
    this.ownPort = ownPort;
    Thread.ofVirtual().name("viewleader-heartbeats").start(this::run);
  }

  private void run() {
    try {
      do {
        if ("deny".equals(beat())) {
          log.warn("the view leader took this server for dead; it comes back under a new id");
          id = UUID.randomUUID().toString();
          beat();
        }
      } while (!over.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The status that the first view leader answers; empty where there is none. */
  private String beat() {
    byte[] message =
        JSON.writeValueAsBytes(Map.of("cmd", "heartbeat", "port", ownPort, "requestor", id));
    for (int port = FIRST_LEADER_PORT; port < FIRST_LEADER_PORT + LEADER_PORTS; port++) {
      try {
        return JSON.readTree(FrameServer.call(leader, port, message)).path("status").asString("");
      } catch (IOException | JacksonException nobody) {
        log.debug("no view leader on port {}", port);
      }
    }
    return "";
  }

  @Override
  public void close() {
    over.countDown();
  }
}
