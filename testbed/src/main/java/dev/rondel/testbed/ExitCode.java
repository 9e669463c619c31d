package dev.rondel.testbed;

/**
 * The exit codes of every command; scripts rely on them. They are those of the {@code rondel}
 * command.
 */
final class ExitCode {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_RUNNING = 3;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
