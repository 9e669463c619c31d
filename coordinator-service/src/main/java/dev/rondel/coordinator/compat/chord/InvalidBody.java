package dev.rondel.coordinator.compat.chord;

import java.io.Serial;

/** A body that the toy would not take. */
final class InvalidBody extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final String field;
  private final String type;

  InvalidBody(String field, String message, String type) {
    super(message);
    this.field = field;
    this.type = type;
  }

  String field() {
    return field;
  }

  String type() {
    return type;
  }
}
