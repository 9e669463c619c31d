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
import org.springframework.stereotype.Component;

/**
 * The view leader's port, where {@code rondel.viewleader.enabled}: the first of 39000 to 39009 that
 * is free.
 */
@Component
class ViewLeaderDoor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ViewLeaderDoor.class);
  private static final int FIRST_PORT = 39_000;
  private static final int PORTS = 10;

  private final @Nullable TableOfNodes table;
  private final @Nullable FrameServer server;

  ViewLeaderDoor(
      @Value("${rondel.viewleader.enabled:false}") boolean enabled,
      CoordinatorLoop ring,
      LockLoop locks,
      @Value("${server.address:#{null}}") @Nullable String bind) {
    if (!enabled) {
      this.table = null;
      this.server = null;
      return;
    }
    Supplier<View> view = () -> ring.board().snapshot().view();
    var nodes = new TableOfNodes(view);
    var leader = new ViewLeader(locks, view, nodes);
    this.table = nodes;
    this.server = open(bind, leader);
  }

  private static @Nullable FrameServer open(@Nullable String bind, ViewLeader leader) {
    try {
      FrameServer opened = FrameServer.open(bind, FIRST_PORT, PORTS, leader::answer);
      log.info("the view leader answers on port {}", opened.port());
      return opened;
    } catch (IOException taken) {
      log.warn("clients of the view leader are not served here: {}", taken.getMessage());
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
    if (table != null) {
      table.close();
    }
  }
}
