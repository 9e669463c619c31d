package dev.rondel.testbed.load;

import dev.rondel.client.ReadOutcome;
import dev.rondel.client.WriteOutcome;
import dev.rondel.pair.Key;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;

/**
 * One client of a table: what it asks becomes an operation of the history, whatever comes of it.
 *
 * @param number by which the history knows it
 * @param valueSize bytes of a value
 */
public record TableClient(int number, Table table, int valueSize) {

  public Operation carryOut(String key, Action action) {
    long from = System.nanoTime();
    Outcome outcome = ask(key, action);
    return new Operation(key, number, action, outcome, from, System.nanoTime());
  }

  private Outcome ask(String name, Action action) {
    var key = Key.of(name);
    return switch (action) {
      case Action.Get() -> outcome(name, table.get(key));
      case Action.Put(var value, var condition) ->
          outcome(action, table.put(key, LoadValue.of(name, value, valueSize), condition));
      case Action.Delete(var condition) -> outcome(action, table.delete(key, condition));
    };
  }

  private Outcome outcome(String key, ReadOutcome read) {
    return switch (read) {
      case ReadOutcome.Found(var value, var version, _) ->
          new Outcome.Found(LoadValue.numberIn(value, key, valueSize), version);
      case ReadOutcome.Missing _ -> new Outcome.Missing();
      case ReadOutcome.Rejected _, ReadOutcome.Unavailable _ -> new Outcome.NotApplied();
    };
  }

  private static Outcome outcome(Action action, WriteOutcome write) {
    return switch (write) {
      case WriteOutcome.Stored(var version, _) -> new Outcome.Stored(version);
      case WriteOutcome.Deleted _ -> new Outcome.Deleted();
      case WriteOutcome.Missing _ when action instanceof Action.Delete -> new Outcome.Missing();
      case WriteOutcome.ConditionFailed(var current, _) -> new Outcome.ConditionFailed(current);
      case WriteOutcome.Rejected _, WriteOutcome.Unavailable _ -> new Outcome.NotApplied();
      case WriteOutcome.Missing _, WriteOutcome.Full _, WriteOutcome.Unknown _ ->
          new Outcome.Unknown();
    };
  }
}
