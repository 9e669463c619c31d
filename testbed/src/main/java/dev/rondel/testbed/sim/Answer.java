package dev.rondel.testbed.sim;

import dev.rondel.pair.Version;
import dev.rondel.testbed.history.Outcome;
import org.jspecify.annotations.Nullable;

/** What one node says to an operation: an outcome, or that another has to be asked. */
sealed interface Answer {

  record Final(Outcome outcome) implements Answer {}

  /** Nothing was applied; it may be tried again, here or elsewhere. */
  record Again() implements Answer {}

  static Answer found(long value, Version version) {
    return new Final(new Outcome.Found(value, version));
  }

  static Answer missing() {
    return new Final(new Outcome.Missing());
  }

  static Answer failed(@Nullable Version current) {
    return new Final(new Outcome.ConditionFailed(current));
  }

  static Answer notApplied() {
    return new Final(new Outcome.NotApplied());
  }

  static Answer unknown() {
    return new Final(new Outcome.Unknown());
  }
}
