package dev.rondel.coordinator;

import dev.rondel.coordinator.grpc.SessionServer;
import dev.rondel.coordinator.runtime.CoordinatorLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/** Starts the loop, then the sessions, then leaves the way to the web server; and stops them in the other order. */
final class CoordinatorLifecycle implements SmartLifecycle, DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(CoordinatorLifecycle.class);

  private final CoordinatorLoop loop;
  private final SessionServer server;
  private volatile boolean running;

  CoordinatorLifecycle(CoordinatorLoop loop, SessionServer server) {
    this.loop = loop;
    this.server = server;
  }

  @Override
  public void start() {
    loop.start();
    try {
      log.info("nodes are welcome on gRPC port {}", server.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    running = true;
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

  @Override
  public void destroy() throws IOException {
    server.close();
    loop.close();
  }
}
