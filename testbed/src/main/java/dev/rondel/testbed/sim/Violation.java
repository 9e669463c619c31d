package dev.rondel.testbed.sim;

/** A rule that was broken in a simulation; the message says which, and how it was seen. */
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1;

  Violation(String message) {
    super(message);
  }
}
