package dev.rondel.testbed.history;

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
}
