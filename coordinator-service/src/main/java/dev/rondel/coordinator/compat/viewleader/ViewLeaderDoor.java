package dev.rondel.coordinator.compat.viewleader;

import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.coordinator.runtime.LockLoop;
import dev.rondel.view.View;
import dev.rondel.wire.FrameServer;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** The view leader's port: the first of 39000 to 39009 that is free. */
@Component
@ConditionalOnProperty("rondel.viewleader.enabled")
class ViewLeaderDoor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ViewLeaderDoor.class);
  private static final int FIRST_PORT = 39_000;
  private static final int PORTS = 10;

  private final TableOfNodes table;
  private final FrameServer server;

  ViewLeaderDoor(
      CoordinatorLoop ring,
      LockLoop locks,
      @Value("${server.address:#{null}}") @Nullable String bind)
      throws IOException {
    Supplier<View> view = () -> ring.board().snapshot().view();
    this.table = new TableOfNodes(view);
    this.server =
        FrameServer.open(bind, FIRST_PORT, PORTS, new ViewLeader(locks, view, table)::answer);
    log.info("the view leader answers on port {}", server.port());
  }

  @Override
  public void close() throws IOException {
    server.close();
    table.close();
  }
}
