package dev.rondel.node.runtime;

import java.nio.file.Path;

/**
 * A node's place in a table.
 *
 * @param table which one; empty below a coordinator service
 * @param store the directory of the node's pairs of that table
 * @param coordinator {@code host:port} where that table's coordinator takes sessions
 */
public record Seat(String table, Path store, String coordinator) {

  /** The place of a node whose coordinator is a service. */
  public static Seat below(NodeProperties properties) {
    return new Seat("", properties.data().resolve("store"), properties.coordinatorGrpcAddress());
  }
}
