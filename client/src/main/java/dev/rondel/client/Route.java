package dev.rondel.client;

import dev.rondel.ring.NodeId;
import dev.rondel.view.Epoch;
import java.util.List;
import java.util.Optional;

/**
 * Who answered, and where the key lies, as the answering node told in its X-Rondel headers.
 *
 * @param servedBy the replica that gave the answer, which is another than the node that was asked
 *     where it forwarded
 * @param replicas the chain, head first; empty where the ring has no node
 * @param path the nodes that the request came to, where it went from finger to finger; else empty
 */
public record Route(NodeId servedBy, List<NodeId> replicas, Epoch epoch, List<NodeId> path) {

  public Route {
    replicas = List.copyOf(replicas);
    path = List.copyOf(path);
  }

  public Route(NodeId servedBy, List<NodeId> replicas, Epoch epoch) {
    this(servedBy, replicas, epoch, List.of());
  }

  /** The head of the chain, which takes the writes. */
  public Optional<NodeId> primary() {
    return replicas.stream().findFirst();
  }
}
