package dev.rondel.node.compat.chord;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import dev.rondel.ring.NodeId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /shutdown/ {node_id}}: takes a node out of the ring without losing a pair.
 *
 * <p>It answers when everything has moved away, and the rest of a standalone node's table is
 * stable. A node that was asked to remove itself then ends its process; one that was asked to
 * remove another does not end that other's, which stays there, empty, or as a table of its own.
 */
@RestController
final class ShutdownController {

  private static final Logger log = LoggerFactory.getLogger(ShutdownController.class);

  private final Gateway gateway;
  private final ChordBodies bodies;
  private final Drain drain;
  private final ProcessExit exit;

  ShutdownController(Gateway gateway, ChordBodies bodies, Drain drain, ProcessExit exit) {
    this.gateway = gateway;
    this.bodies = bodies;
    this.drain = drain;
    this.exit = exit;
  }

  @PostMapping({"/shutdown", "/shutdown/"})
  Map<String, String> shutdown(HttpServletRequest request) throws InterruptedException {
    NodeId node = nodeId(bodies.text(bodies.object(request), "node_id"));
    drain.waitFor(node);
    if (node.equals(gateway.self())) {
      log.info("{} has given everything away and stops", node);
      exit.begin();
    }
    return Map.of("removed_node", node.value());
  }

  private static NodeId nodeId(String text) {
    try {
      return NodeId.of(text);
    } catch (IllegalArgumentException e) {
      throw Problem.of(ErrorCode.BAD_BODY, String.valueOf(e.getMessage()));
    }
  }
}
