package dev.rondel.node.door;

/** One request of a client, as its decoder hands it on. */
public interface Request {

  /** What it holds of the node's room, until it is answered. */
  Room room();
}
