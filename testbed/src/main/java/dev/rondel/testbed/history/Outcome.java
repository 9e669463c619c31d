package dev.rondel.testbed.history;

import dev.rondel.pair.Version;
import org.jspecify.annotations.Nullable;

/** What a client was answered, as far as it says something about the register. */
public sealed interface Outcome {

  /** Of a get. */
  record Found(long value, Version version) implements Outcome {}

  /** Of a get, or of a deletion that had nothing to delete: the key has no value. */
  record Missing() implements Outcome {}

  /** Of a put: its value has this version. */
  record Stored(Version version) implements Outcome {}

  /** Of a deletion: there was a value, and now there is none. */
  record Deleted() implements Outcome {}

  /**
   * Nothing was applied, because the key has this version; null = because it has no value. It
   * proves as much as a read.
   */
  record ConditionFailed(@Nullable Version current) implements Outcome {}

  /**
   * Nothing was applied, and nothing will be: refused, or never sent. Also of a get that was not
   * answered.
   */
  record NotApplied() implements Outcome {}

  /** It was applied, or is yet to be at any time, or never. */
  record Unknown() implements Outcome {}
}
