package dev.rondel.node.resp;

import java.util.function.IntSupplier;

/** What a connection remembers; its requests come one at a time. */
final class Session {

  /**
   * @param connections how many there are
   */
  Session(long id, IntSupplier connections) {
    this.id = id;
    this.connections = connections;
  }

  final long id;
  final IntSupplier connections;
  int protocol = 2;
  String name = "";
  boolean isOver;

  void reset() {
    protocol = 2;
    name = "";
  }
}
