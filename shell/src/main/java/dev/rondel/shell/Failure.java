package dev.rondel.shell;

/** A command that cannot do what it was asked, for a reason that a person can act on. */
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int exitCode;

  public Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public static Failure failed(String message) {
    return new Failure(ExitCode.FAILED, message);
  }

  public static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message);
  }

  public static Failure notRunning(String message) {
    return new Failure(ExitCode.NOT_RUNNING, message);
  }

  public static Failure notFound(String message) {
    return new Failure(ExitCode.NOT_FOUND, message);
  }

  public int exitCode() {
    return exitCode;
  }
}
