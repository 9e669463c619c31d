package dev.rondel.coordinator;

import dev.rondel.coordinator.StartFailureAnalyzer.CannotStart;
import dev.rondel.coordinator.grpc.SessionServer;
import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.coordinator.runtime.LockLoop;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Starts the loop, then the sessions, then leaves the way to the web server; and stops them in the
 * other order.
 */
final class CoordinatorLifecycle implements SmartLifecycle, DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(CoordinatorLifecycle.class);

  private final CoordinatorLoop loop;
  private final LockLoop locks;
  private final SessionServer server;
  private volatile boolean running;

  CoordinatorLifecycle(CoordinatorLoop loop, LockLoop locks, SessionServer server) {
    this.loop = loop;
    this.locks = locks;
    this.server = server;
  }

  @Override
  public void start() {
    loop.start();
    locks.start();
    try {
      server.start();
    } catch (IOException e) {
      throw new CannotStart(
          "The gRPC port for the sessions of the nodes cannot be had: " + e.getMessage(),
          "End the process that has it, or choose another one with rondel.grpc.port.",
          e);
    }
    running = true;
  }

  @EventListener
  void started(ApplicationReadyEvent event) {
    String port = event.getApplicationContext().getEnvironment().getProperty("local.server.port");
    log.info(
        "the coordinator listens on http://localhost:{} (try /docs), for nodes on gRPC port {}",
        port,
        server.port());
  }

  @Override
  public void stop() {
    running = false;
    server.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return 0; // before the web server, which starts in a very late phase
  }

  /**
   * Whoever waits for the ring or for a lock over HTTP is sent away first, so that the web server
   * need not wait for them.
   */
  @EventListener(ContextClosedEvent.class)
  void sendWaitersAway() {
    loop.board().close();
    locks.close();
  }

  @Override
  public void destroy() throws IOException {
    server.close();
    locks.close();
    loop.close();
  }
}
