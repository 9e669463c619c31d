package dev.rondel.node.compat.viewleader;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.LocalNames;
import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.web.Keys;
import dev.rondel.node.web.Limits;
import dev.rondel.wire.FrameServer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;

/**
 * The server's port, where {@code rondel.viewleader.enabled}: the first of 38000 to 38009 that is
 * free. That system knows no other ports, so where none is free the node does without.
 */
public final class ServerDoor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServerDoor.class);
  private static final int FIRST_PORT = 38_000;
  private static final int PORTS = 10;

  private final @Nullable FrameServer server;
  private final @Nullable Heartbeats heartbeats;

  ServerDoor(
      @Value("${rondel.viewleader.enabled:false}") boolean enabled,
      LocalNames names,
      Gateway gateway,
      Limits limits,
      NodeProperties properties,
      @Value("${server.address:#{null}}") @Nullable String bind) {
    FrameServer opened = null;
    if (enabled) {
      var messages = new ServerMessages(names, gateway, new Keys(limits));
      try {
        opened = FrameServer.open(bind, FIRST_PORT, PORTS, (_, bytes) -> messages.answer(bytes));
        log.info("clients of the view-leader system are welcome on port {}", opened.port());
      } catch (IOException taken) {
        log.warn("clients of the view-leader system are not served here: {}", taken.getMessage());
      }
    }
    this.server = opened;
    this.heartbeats =
        opened == null ? null : new Heartbeats(properties.coordinator().getHost(), opened.port());
  }

  /** Whether clients of that system are served here. */
  boolean isOpen() {
    return server != null;
  }

  @Override
  public void close() throws IOException {
    if (server != null && heartbeats != null) {
      heartbeats.close();
      server.close();
    }
  }
}
