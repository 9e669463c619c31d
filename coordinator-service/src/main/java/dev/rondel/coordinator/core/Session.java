package dev.rondel.coordinator.core;

import dev.rondel.coordinator.membership.Heartbeat;

/** The session of the process that is a node now. */
final class Session {

  private final long id;
  private boolean greeted;
  private Heartbeat last = Heartbeat.NONE;

  Session(long id) {
    this.id = id;
  }

  long id() {
    return id;
  }

  /** Whether it has got a view that knows its incarnation. */
  boolean greeted() {
    return greeted;
  }

  void greet() {
    greeted = true;
  }

  Heartbeat last() {
    return last;
  }

  void heard(Heartbeat heartbeat) {
    last = heartbeat;
  }
}
