package dev.rondel.coordinator.core;

/** The answer to an operator's wish. */
public sealed interface Verdict {

  /** It is wanted from now on; the ring follows as fast as it safely can. */
  record Accepted() implements Verdict {}

  /** These ranges are given up, or would be. */
  record Lost(Loss loss) implements Verdict {}

  /**
   * It is not done, and nothing has changed; {@code code} is stable, {@code message} is for people.
   */
  record Declined(Code code, String message) implements Verdict {}

  /** Why an operator's wish was declined. */
  enum Code {
    UNKNOWN_NODE,
    LAST_NODE,
    NODE_DOWN,
    NODE_UP,
    NOTHING_LOST,
    NOBODY_UP
  }
}
