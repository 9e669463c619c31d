package dev.rondel.node.compat.chord;

import dev.rondel.ring.NodeId;

/** Takes a node out of the ring, and returns when its data has moved. */
interface Drain {
  void waitFor(NodeId node) throws InterruptedException;
}
