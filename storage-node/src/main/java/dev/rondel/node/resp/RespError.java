package dev.rondel.node.resp;

/** The text of an error as clients get it; its first word is the code. */
final class RespError extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final String SYNTAX = "ERR syntax error";
  static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";
  static final String TOO_LARGE = "ERR string exceeds maximum allowed size (proto-max-bulk-len)";

  private final String text;

  RespError(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  static RespError wrongNumber(String command) {
    return new RespError("ERR wrong number of arguments for '" + command + "' command");
  }

  static RespError invalidExpiry(String command) {
    return new RespError("ERR invalid expire time in '" + command + "' command");
  }

  String text() {
    return text;
  }
}
