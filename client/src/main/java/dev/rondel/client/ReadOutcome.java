package dev.rondel.client;

import dev.rondel.pair.Value;
import dev.rondel.pair.Version;

/** What became of a read. */
public sealed interface ReadOutcome {

  record Found(Value value, Version version, Route route) implements ReadOutcome {}

  record Missing(Route route) implements ReadOutcome {}

  /**
   * The question itself is wrong: a key that is too long, …. The same question gets the same
   * answer.
   */
  record Rejected(Problem problem) implements ReadOutcome {}

  /** Nobody could answer within the operation's timeout. */
  record Unavailable(String reason) implements ReadOutcome {}
}
