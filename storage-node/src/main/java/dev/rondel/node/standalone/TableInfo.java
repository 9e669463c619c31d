package dev.rondel.node.standalone;

import java.util.List;
import java.util.Optional;

/**
 * A table, as one of its members tells others.
 *
 * @param node who tells it
 * @param coordinator {@code host:port} for sessions
 * @param host the HTTP address of the member that runs the coordinator
 * @param hosts whether that is the one who tells it
 * @param into the table that this one is being merged into; empty for none
 * @param pairs on the disk of who tells it
 */
record TableInfo(
    String node,
    String table,
    String coordinator,
    String host,
    boolean hosts,
    String into,
    long pairs,
    List<Peer> members) {

  /**
   * @param address of its HTTP interface
   */
  record Peer(String name, String address, boolean up) {}

  TableInfo {
    members = List.copyOf(members);
  }

  Optional<Peer> member(String name) {
    return members.stream().filter(peer -> peer.name().equals(name)).findFirst();
  }
}
