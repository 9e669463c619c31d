package dev.rondel.testbed.history;

import dev.rondel.client.Condition;
import dev.rondel.pair.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A register as it should be: its value, and every version that has been told so far. The version
 * of a write that nobody has told yet is open, and settled by whoever tells it first.
 *
 * @param value null = none
 * @param ordered whether a later version must be greater; else it must only be another
 */
record Register(@Nullable Long value, Map<Long, Version> versions, boolean ordered) {

  static Register empty(boolean ordered) {
    return new Register(null, Map.of(), ordered);
  }

  /** The register afterwards; nothing where the operation cannot come to its outcome here. */
  Optional<Register> after(Operation operation) {
    return switch (operation.outcome()) {
      case Outcome.Found(var found, var version) ->
          Long.valueOf(found).equals(value) ? told(version) : Optional.empty();
      case Outcome.Missing() -> value == null ? Optional.of(this) : Optional.empty();
      case Outcome.Stored(var version) -> applied(operation.action()).flatMap(s -> s.told(version));
      case Outcome.Deleted() -> value == null ? Optional.empty() : applied(operation.action());
      case Outcome.ConditionFailed(var current) -> failed(operation.action(), current);
      case Outcome.NotApplied() -> Optional.of(this);
      case Outcome.Unknown() -> applied(operation.action());
    };
  }

  private Optional<Register> applied(Action action) {
    return switch (action) {
      case Action.Get() -> Optional.of(this);
      case Action.Put(var next, var condition) ->
          under(condition).map(state -> new Register(next, state.versions, ordered));
      case Action.Delete(var condition) ->
          under(condition).map(state -> new Register(null, state.versions, ordered));
    };
  }

  /** This register where the condition holds, with what follows from that. */
  private Optional<Register> under(Condition condition) {
    return switch (condition) {
      case Condition.Always() -> Optional.of(this);
      case Condition.IfAbsent() -> value == null ? Optional.of(this) : Optional.empty();
      case Condition.IfPresent() -> value != null ? Optional.of(this) : Optional.empty();
      case Condition.IfVersion(var expected) -> told(expected);
    };
  }

  private Optional<Register> failed(Action action, @Nullable Version current) {
    Condition condition =
        switch (action) {
          case Action.Get() -> Condition.always();
          case Action.Put(_, var its) -> its;
          case Action.Delete(var its) -> its;
        };
    boolean fails =
        switch (condition) {
          case Condition.Always() -> false;
          case Condition.IfAbsent() -> current != null;
          case Condition.IfPresent() -> current == null;
          case Condition.IfVersion(var expected) -> !expected.equals(current);
        };
    if (!fails) {
      return Optional.empty();
    }
    if (current == null) {
      return value == null ? Optional.of(this) : Optional.empty();
    }
    return told(current);
  }

  /** Somebody says that the value there is now has this version. */
  private Optional<Register> told(Version version) {
    if (value == null) {
      return Optional.empty();
    }
    Version known = versions.get(value);
    if (known != null) {
      return known.equals(version) ? Optional.of(this) : Optional.empty();
    }
    Predicate<Version> before =
        earlier -> ordered ? earlier.compareTo(version) < 0 : !earlier.equals(version);
    if (!versions.values().stream().allMatch(before)) {
      return Optional.empty();
    }
    var more = new HashMap<>(versions);
    more.put(value, version);
    return Optional.of(new Register(value, Map.copyOf(more), ordered));
  }
}
