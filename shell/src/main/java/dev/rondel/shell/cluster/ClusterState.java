package dev.rondel.shell.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What {@code cluster.json} holds: the servers of one cluster, running or stopped, nodes in the
 * order of their ports.
 *
 * @param format the version of the file's shape
 * @param starting an {@code up} is at work on it, or was when it died
 * @param replicas the replication factor with which the ring was made
 */
public record ClusterState(
    int format, boolean starting, int replicas, ServerState coordinator, List<ServerState> nodes) {

  static final int FORMAT = 1;

  public ClusterState {
    nodes = nodes.stream().sorted(Comparator.comparingInt(ServerState::port)).toList();
  }

  public static ClusterState of(int replicas, ServerState coordinator, List<ServerState> nodes) {
    return new ClusterState(FORMAT, false, replicas, coordinator, nodes);
  }

  /** The coordinator, then the nodes. */
  public List<ServerState> servers() {
    var all = new ArrayList<ServerState>(nodes.size() + 1);
    all.add(coordinator);
    all.addAll(nodes);
    return all;
  }

  public List<ServerState> living() {
    return servers().stream().filter(ServerState::isAlive).toList();
  }

  /** By its name; a node also by its port alone. */
  public Optional<ServerState> server(String nameOrPort) {
    return servers().stream()
        .filter(
            server ->
                server.name().equals(nameOrPort) || server.name().equals("node_" + nameOrPort))
        .findFirst();
  }

  /** With this server in the place of the one of the same name, or added. */
  ClusterState with(ServerState server) {
    if (server.isCoordinator()) {
      return new ClusterState(format, starting, replicas, server, nodes);
    }
    var others = new ArrayList<>(without(server.name()).nodes);
    others.add(server);
    return new ClusterState(format, starting, replicas, coordinator, others);
  }

  ClusterState without(String node) {
    var others = nodes.stream().filter(other -> !other.name().equals(node)).toList();
    return new ClusterState(format, starting, replicas, coordinator, others);
  }

  ClusterState starting(boolean now) {
    return new ClusterState(format, now, replicas, coordinator, nodes);
  }
}
