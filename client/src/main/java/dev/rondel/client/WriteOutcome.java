package dev.rondel.client;

import dev.rondel.pair.Version;
import org.jspecify.annotations.Nullable;

/**
 * What became of a write. Only {@link Unknown} and {@link Full} leave open whether it was, or will
 * be, applied.
 */
public sealed interface WriteOutcome {

  /** Durable on every member of the chain. */
  record Stored(Version version, Route route) implements WriteOutcome {}

  /** The tombstone is durable on every member of the chain. */
  record Deleted(Route route) implements WriteOutcome {}

  /** There was nothing to delete. */
  record Missing(Route route) implements WriteOutcome {}

  /**
   * The condition did not hold; nothing was applied. {@code current} is null where the key is
   * missing.
   */
  record ConditionFailed(@Nullable Version current, Route route) implements WriteOutcome {}

  /** The question itself is wrong: a value that is too large, …. Nothing was applied. */
  record Rejected(Problem problem) implements WriteOutcome {}

  /**
   * Nobody could take the write within the operation's timeout; nothing was applied, and it may be
   * sent again.
   */
  record Unavailable(String reason) implements WriteOutcome {}

  /** A member's disk is full; nothing was acknowledged. */
  record Full(String reason) implements WriteOutcome {}

  /** The write may or may not have been applied, now or later. It was not repeated. */
  record Unknown(String reason) implements WriteOutcome {}
}
