package dev.rondel.node.standalone;

import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.runtime.Seat;
import dev.rondel.node.web.ErrorCode;
import dev.rondel.node.web.Problem;
import org.jspecify.annotations.Nullable;

/** Whether this node is standalone, and its table where it is. */
final class Standalone implements AutoCloseable {

  private final @Nullable OwnTable own;
  private final NodeProperties properties;

  /**
   * @param httpPort as it is configured; 0 for any free one
   */
  Standalone(NodeProperties properties, int httpPort) {
    this.properties = properties;
    this.own = properties.standalone() ? OwnTable.open(properties, httpPort) : null;
  }

  boolean isSo() {
    return own != null;
  }

  Seat seat() {
    return own == null ? Seat.below(properties) : own.seat();
  }

  /**
   * The table.
   *
   * @throws Problem where the node has a coordinator service
   */
  OwnTable own() {
    if (own == null) {
      throw Problem.of(
          ErrorCode.NOT_STANDALONE,
          "Its ring is that of the coordinator at "
              + properties.coordinator()
              + ": ./rondel remove NODE, or DELETE /nodes/NODE there, takes a node out of it, and"
              + " ./rondel add brings one in.");
    }
    return own;
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
