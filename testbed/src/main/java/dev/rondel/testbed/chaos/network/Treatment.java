package dev.rondel.testbed.chaos.network;

/** What becomes of bytes that go in one direction. */
public enum Treatment {
  PASS,
  /**
   * They are held back and the connection stays, as where packets are lost: nobody is told, and
   * what was held back arrives when the cut has healed.
   */
  STALL,
  /** The connection breaks, and so does each new one. */
  RESET
}
