package dev.rondel.node.door;

import dev.rondel.node.runtime.InFlight;

/**
 * The bytes of one request that the node's gate has let in. They are given back once, however often
 * it is closed. Not for two threads at a time.
 */
public final class Room implements AutoCloseable {

  private final InFlight gate;
  private long held;

  public Room(InFlight gate) {
    this.gate = gate;
  }

  /** Room for so many bytes more; false where the node has none now. */
  public boolean grow(long bytes) {
    if (!gate.tryHold(bytes)) {
      return false;
    }
    held += bytes;
    return true;
  }

  public long held() {
    return held;
  }

  @Override
  public void close() {
    gate.release(held);
    held = 0;
  }
}
