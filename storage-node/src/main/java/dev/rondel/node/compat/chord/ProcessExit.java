package dev.rondel.node.compat.chord;

/** Ends this process, a moment later: it returns at once. */
interface ProcessExit {
  void begin();
}
