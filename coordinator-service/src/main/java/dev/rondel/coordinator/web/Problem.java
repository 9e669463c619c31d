package dev.rondel.coordinator.web;

import java.io.Serial;
import org.springframework.http.HttpStatus;

/** An answer that is an error: a status, a stable code for programs, and a sentence for people. */
public final class Problem extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final HttpStatus status;
  private final String code;

  public Problem(HttpStatus status, String code, String detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }

  HttpStatus status() {
    return status;
  }

  String code() {
    return code;
  }
}
