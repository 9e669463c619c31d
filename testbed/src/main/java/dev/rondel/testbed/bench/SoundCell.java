package dev.rondel.testbed.bench;

import dev.rondel.client.Condition;
import dev.rondel.pair.Version;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.Outcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A register that is as it should be. */
public class SoundCell implements SyntheticHistory.Cell {

  /** A value and its version. */
  public record Held(long value, Version version) {}

  protected @Nullable Held held;
  private long lastVersion;

  @Override
  public Outcome apply(Action action) {
    Held now = held;
    return switch (action) {
      case Action.Get() ->
          now == null ? new Outcome.Missing() : new Outcome.Found(now.value(), now.version());
      case Action.Put(_, var condition) when !holds(condition) -> failed();
      case Action.Put(var value, _) -> {
        var version = new Version(++lastVersion);
        held = new Held(value, version);
        yield new Outcome.Stored(version);
      }
      case Action.Delete(var condition) when !holds(condition) -> failed();
      case Action.Delete _ -> {
        held = null;
        yield now == null ? new Outcome.Missing() : new Outcome.Deleted();
      }
    };
  }

  private Outcome failed() {
    return new Outcome.ConditionFailed(held == null ? null : held.version());
  }

  protected boolean holds(Condition condition) {
    return switch (condition) {
      case Condition.Always() -> true;
      case Condition.IfAbsent() -> held == null;
      case Condition.IfPresent() -> held != null;
      case Condition.IfVersion(var expected) ->
          held != null && Objects.equals(held.version(), expected);
    };
  }
}
