package dev.rondel.testbed.scenario;

import dev.rondel.ring.NodeId;
import java.io.IOException;

/**
 * The hand that starts and ends nodes. Every call returns when the command was carried out; what
 * the cluster makes of it is seen in the ring afterwards.
 */
public interface ClusterControl {

  /** Starts one more node, which joins the ring. */
  void add() throws IOException;

  /** Takes a node out of the ring, and ends it when its data has moved. */
  void remove(NodeId id) throws IOException;

  /** Ends a node's process at once, as {@code kill -9} does. */
  void kill(NodeId id) throws IOException;

  /** Starts a node that was killed, with its data. */
  void restart(NodeId id) throws IOException;
}
