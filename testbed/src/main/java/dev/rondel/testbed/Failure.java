package dev.rondel.testbed;

/** A command cannot go on: the message is for the user, without a stack trace. */
final class Failure extends RuntimeException {

  private final int exitCode;

  Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
