package dev.rondel.node.memcached;

/** A line that begins with ERROR, CLIENT_ERROR or SERVER_ERROR, as the answer to a command. */
final class ErrorLine extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final String BAD_FORMAT = "CLIENT_ERROR bad command line format";
  static final String BAD_DATA = "CLIENT_ERROR bad data chunk";
  static final String TOO_LARGE = "SERVER_ERROR object too large for cache";
  static final String NO_MEMORY = "SERVER_ERROR out of memory storing object";
  static final String NOT_A_NUMBER = "CLIENT_ERROR cannot increment or decrement non-numeric value";

  private final String line;

  ErrorLine(String line) {
    super(line, null, false, false);
    this.line = line;
  }

  String line() {
    return line;
  }
}
