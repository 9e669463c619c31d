package dev.rondel.shell.cluster;

import dev.rondel.shell.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code up} was asked for; null = not said. Pure.
 *
 * <p>A directory that holds a cluster already decides for itself what was not said. What cannot be
 * changed by a start is refused, never passed over.
 */
public record ClusterPlan(
    @Nullable Integer nodes,
    @Nullable Integer replicas,
    @Nullable Integer coordinatorPort,
    @Nullable Integer firstPort) {

  static final int DEFAULT_NODES = 10;
  static final int DEFAULT_REPLICAS = 2;
  static final int DEFAULT_COORDINATOR_PORT = 9999;
  static final int DEFAULT_FIRST_PORT = 3000;
  private static final int MOST_NODES = 100;
  private static final int MOST_REPLICAS = 7;

  public ClusterPlan {
    requireBetween("--nodes", nodes, 1, MOST_NODES);
    requireBetween("--replicas", replicas, 1, MOST_REPLICAS);
  }

  private static void requireBetween(String option, @Nullable Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw Failure.usage(option + " is from " + least + " to " + most + ", not " + value);
    }
  }

  /** The servers to start where no cluster was before. */
  public ClusterState fresh() {
    return ClusterState.of(
        or(replicas, DEFAULT_REPLICAS),
        ServerState.coordinator(or(coordinatorPort, DEFAULT_COORDINATOR_PORT)),
        nodesFrom(List.of(), or(nodes, DEFAULT_NODES), or(firstPort, DEFAULT_FIRST_PORT)));
  }

  /**
   * The servers to start where a cluster was stopped: all that it had, and more nodes where more
   * are asked for.
   */
  public ClusterState resuming(ClusterState before) {
    if (replicas != null && replicas != before.replicas()) {
      throw Failure.usage(
          "this cluster was made with --replicas "
              + before.replicas()
              + "; a start does not change that");
    }
    int had = before.nodes().size();
    if (nodes != null && nodes < had) {
      throw Failure.usage(
          "this cluster has "
              + had
              + " nodes with data; start it, then take some away by: rondel remove NODE");
    }
    int lowest =
        before.nodes().isEmpty()
            ? or(firstPort, DEFAULT_FIRST_PORT)
            : before.nodes().getFirst().port();
    if (firstPort != null && firstPort != lowest) {
      throw Failure.usage(
          "this cluster's nodes begin at port "
              + lowest
              + ", and a node's port is part of its name; for another cluster"
              + " choose another --data");
    }
    int port = or(coordinatorPort, before.coordinator().port());
    return ClusterState.of(
        before.replicas(),
        ServerState.coordinator(port),
        nodesFrom(before.nodes(), or(nodes, had), lowest));
  }

  private static List<ServerState> nodesFrom(List<ServerState> known, int count, int firstPort) {
    List<ServerState> nodes = new ArrayList<>(known);
    int port = known.isEmpty() ? firstPort : known.getLast().port() + 1;
    while (nodes.size() < count) {
      nodes.add(ServerState.node(port++));
    }
    return nodes;
  }

  /** The node after the last one. */
  public static ServerState next(
      ClusterState cluster, @Nullable Double weight, @Nullable String zone) {
    int port =
        cluster.nodes().isEmpty() ? DEFAULT_FIRST_PORT : cluster.nodes().getLast().port() + 1;
    return ServerState.node(port, weight, zone);
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
