package dev.rondel.testbed.chaos.cluster;

import dev.rondel.ring.NodeId;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the cluster of a run is like.
 *
 * @param directory fresh; everything that the cluster writes is in it
 * @param coordinatorPort of HTTP; gRPC is 10000 above, as it is for nodes
 * @param firstPort of the first node
 * @param nodes at the beginning
 * @param relayed whether the servers talk through relays, so that the network can be cut
 * @param smallDisks how many of the first nodes get a disk that can be filled
 * @param replaceAfter how long a dead node stays in the ring
 */
public record ClusterSettings(
    Path directory,
    int coordinatorPort,
    int firstPort,
    int nodes,
    int replicas,
    boolean relayed,
    int smallDisks,
    Duration replaceAfter) {

  /** More nodes than ever join in one run. */
  static final int MOST_NODES = 100;

  private static final int RELAYS = 2 * MOST_NODES;

  static int portOf(NodeId node) {
    String name = node.value();
    return Integer.parseInt(name.substring(name.indexOf('_') + 1));
  }

  /** Through which the other nodes reach the node. */
  int relayTo(NodeId node) {
    return RELAYS + portOf(node);
  }

  /** Through which the node reaches the coordinator. */
  int relayToCoordinatorOf(NodeId node) {
    return RELAYS + MOST_NODES + portOf(node);
  }
}
