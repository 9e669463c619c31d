package dev.rondel.node.runtime;

import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import org.jspecify.annotations.Nullable;

/**
 * What one node says to an operation; the gateway makes an {@link Gateway.Outcome} of it, or asks
 * another node.
 */
sealed interface Answer {

  record Found(Pair pair) implements Answer {}

  record Missing() implements Answer {}

  record Stored(Version version) implements Answer {}

  record Deleted(Version version) implements Answer {}

  record ConditionFailed(@Nullable Version current) implements Answer {}

  /** Nothing was applied; it may be tried again, here or elsewhere. */
  record Unavailable(String reason) implements Answer {}

  /** It may have been applied, or may yet be. */
  record Unknown(String reason) implements Answer {}

  /** A disk has no room; nothing was acknowledged. */
  record Full(String reason) implements Answer {}

  /** This node does not serve the key; nothing was applied. */
  record Moved() implements Answer {}
}
