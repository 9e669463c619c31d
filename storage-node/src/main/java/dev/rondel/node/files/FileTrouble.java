package dev.rondel.node.files;

import dev.rondel.node.runtime.Gateway.Outcome;

/** An operation on a file ended with an outcome of the table that is no success. */
public final class FileTrouble extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Outcome outcome;

  FileTrouble(Outcome outcome) {
    super(outcome.toString(), null, false, false);
    this.outcome = outcome;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** Whether it may have been done, or may yet be. */
  boolean isUnknown() {
    return outcome instanceof Outcome.Unknown;
  }
}
