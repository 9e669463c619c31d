package dev.rondel.node.door;

import dev.rondel.node.runtime.Gateway.Outcome;

/**
 * What every protocol tells as an error of the server: nobody can serve the key now, the outcome of
 * a write is not known, or a disk is full. It carries the code, each protocol has its own words.
 */
public final class Trouble extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The three that clients tell apart. */
  public enum Code {
    /** Nothing was applied. */
    UNAVAILABLE("range unavailable"),
    /** The write may or may not have been applied, now or later. */
    UNKNOWN("outcome unknown"),
    /** Nothing was acknowledged. */
    FULL("out of memory");

    private final String words;

    Code(String words) {
      this.words = words;
    }
  }

  private final Code code;

  Trouble(Code code, String reason) {
    super(code.words + ": " + reason.replaceAll("[\r\n]+", " "), null, false, false);
    this.code = code;
  }

  static Trouble of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unavailable unavailable -> new Trouble(Code.UNAVAILABLE, unavailable.reason());
      case Outcome.Unknown unknown -> new Trouble(Code.UNKNOWN, unknown.reason());
      case Outcome.Full full -> new Trouble(Code.FULL, full.reason());
      case Outcome.Found _,
          Outcome.Missing _,
          Outcome.Stored _,
          Outcome.Deleted _,
          Outcome.ConditionFailed _ ->
          throw new IllegalStateException("an operation came to " + outcome);
    };
  }

  public Code code() {
    return code;
  }
}
