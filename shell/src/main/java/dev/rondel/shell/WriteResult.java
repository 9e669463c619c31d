package dev.rondel.shell;

import dev.rondel.client.WriteOutcome;
import dev.rondel.pair.Key;

/** What a write's outcome means for the one who typed it. */
final class WriteResult {

  private WriteResult() {}

  /** Prints what is good; throws what is not. The exit code. */
  static int report(Key key, WriteOutcome outcome, boolean json, Console console) {
    switch (outcome) {
      case WriteOutcome.Stored(var version, var route) -> {
        ViaOption.tell(route, console);
        if (json) {
          console.json(PairJson.stored(key, version, route));
        } else {
          console.result(
              "stored as version "
                  + version
                  + ", durable on "
                  + String.join(", ", PairJson.names(route)));
        }
      }
      case WriteOutcome.Deleted(var route) -> {
        ViaOption.tell(route, console);
        if (json) {
          console.json(PairJson.deleted(key, route));
        } else {
          console.result("deleted, durable on " + String.join(", ", PairJson.names(route)));
        }
      }
      case WriteOutcome.Missing(var _) -> throw Failure.notFound("no such key: " + key);
      case WriteOutcome.ConditionFailed(var current, var _) ->
          throw new Failure(
              ExitCode.CONDITION_FAILED,
              "the condition did not hold: "
                  + (current == null ? "there is no such key" : "the version is " + current.value())
                  + "; nothing was written");
      case WriteOutcome.Rejected(var problem) ->
          throw Failure.failed("refused, nothing was written: " + problem);
      case WriteOutcome.Unavailable(var reason) ->
          throw Failure.failed("nobody could take the write, nothing was written: " + reason);
      case WriteOutcome.Full(var reason) -> throw Failure.failed("a disk is full: " + reason);
      case WriteOutcome.Unknown(var reason) ->
          throw new Failure(
              ExitCode.OUTCOME_UNKNOWN,
              "it is not known whether the write was applied, it may still be: " + reason);
    }
    return ExitCode.OK;
  }
}
