package dev.rondel.testbed.history;

import dev.rondel.client.Condition;

/**
 * One operation on one key, as its client saw it.
 *
 * @param client who asked; only for people
 * @param from when it was sent, by one monotonic clock for all clients: nanoseconds, or the time of
 *     a simulation
 * @param to when it was answered or given up, by the same clock. Operations at the same instant
 *     count as concurrent
 */
public record Operation(
    String key, int client, Action action, Outcome outcome, long from, long to) {

  public Operation {
    if (to < from) {
      throw new IllegalArgumentException("an operation ends " + (from - to) + " before it begins");
    }
    boolean possible =
        switch (outcome) {
          case Outcome.Found _ -> action instanceof Action.Get;
          case Outcome.Missing _ -> !(action instanceof Action.Put);
          case Outcome.Stored _ -> action instanceof Action.Put;
          case Outcome.Deleted _ -> action instanceof Action.Delete;
          case Outcome.ConditionFailed _ -> !(action instanceof Action.Get);
          case Outcome.NotApplied _, Outcome.Unknown _ -> true;
        };
    if (!possible) {
      throw new IllegalArgumentException(action + " cannot come to " + outcome);
    }
  }

  /** What was asked, in words. */
  public String asked() {
    return switch (action) {
      case Action.Get() -> "get";
      case Action.Put(var value, var condition) -> "put " + value + words(condition);
      case Action.Delete(var condition) -> "delete" + words(condition);
    };
  }

  private static String words(Condition condition) {
    return switch (condition) {
      case Condition.Always() -> "";
      case Condition.IfAbsent() -> " if absent";
      case Condition.IfPresent() -> " if present";
      case Condition.IfVersion(var version) -> " if version " + version;
    };
  }

  /** What came of it, in words. */
  public String answered() {
    return switch (outcome) {
      case Outcome.Found(var value, var version) -> "found " + value + ", version " + version;
      case Outcome.Missing() -> "no value";
      case Outcome.Stored(var version) -> "stored, version " + version;
      case Outcome.Deleted() -> "deleted";
      case Outcome.ConditionFailed(var current) when current == null -> "refused: no value";
      case Outcome.ConditionFailed(var current) -> "refused: version " + current;
      case Outcome.NotApplied() -> "not applied";
      case Outcome.Unknown() -> "unknown";
    };
  }
}
