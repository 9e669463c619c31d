package dev.rondel.testbed.history;

import dev.rondel.client.Condition;
import dev.rondel.pair.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Small histories of one key from a real register, with every action and outcome; and their
 * distortions, of which most are wrong.
 */
final class RandomHistory {

  private record Planned(Action action, long from, long to, long at, Fate fate) {}

  private enum Fate {
    ANSWERED,
    UNKNOWN,
    REFUSED
  }

  private final Random random;
  private final int size;
  private @Nullable Long value;
  private long version;
  private long lastVersion;

  RandomHistory(Random random, int size) {
    this.random = random;
    this.size = size;
  }

  /** A history that a register has made. */
  List<Operation> right() {
    var planned = new ArrayList<Planned>();
    for (int i = 1; i <= size; i++) {
      long from = random.nextInt(2 * size);
      long to = from + random.nextInt(7);
      Fate fate =
          random.nextInt(3) == 0
              ? Fate.UNKNOWN
              : random.nextInt(8) == 0 ? Fate.REFUSED : Fate.ANSWERED;
      long latest = fate == Fate.UNKNOWN ? Math.max(to, 3L * size) : to;
      planned.add(new Planned(action(i), from, to, random.nextLong(from, latest + 1), fate));
    }
    planned.sort(Comparator.comparingLong(Planned::at));
    var history = new ArrayList<Operation>();
    for (Planned one : planned) {
      Outcome outcome =
          switch (one.fate()) {
            case REFUSED -> new Outcome.NotApplied();
            case ANSWERED -> apply(one.action());
            case UNKNOWN -> {
              if (random.nextInt(3) > 0) {
                apply(one.action());
              }
              yield new Outcome.Unknown();
            }
          };
      history.add(operation(one.action(), outcome, one.from(), one.to()));
    }
    return history;
  }

  /** The history with one or two of its answers, or times, replaced. */
  List<Operation> distorted(List<Operation> right) {
    var history = new ArrayList<>(right);
    for (int i = random.nextInt(2); i >= 0; i--) {
      int at = random.nextInt(history.size());
      Operation one = history.get(at);
      if (random.nextInt(3) == 0) {
        long from = random.nextInt(3 * size);
        history.set(at, operation(one.action(), one.outcome(), from, from + random.nextInt(4)));
      } else {
        history.set(at, operation(one.action(), outcome(one.action()), one.from(), one.to()));
      }
    }
    return history;
  }

  private Action action(long number) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> new Action.Put(number, condition());
      case 2 -> new Action.Delete(condition());
      default -> Action.get();
    };
  }

  private Condition condition() {
    return switch (random.nextInt(6)) {
      case 0 -> Condition.ifAbsent();
      case 1 -> Condition.ifPresent();
      case 2, 3 -> Condition.ifVersion(anyVersion());
      default -> Condition.always();
    };
  }

  private Outcome apply(Action action) {
    return switch (action) {
      case Action.Get() ->
          value == null ? new Outcome.Missing() : new Outcome.Found(value, new Version(version));
      case Action.Put(var next, var condition) -> {
        if (!holds(condition)) {
          yield failed();
        }
        value = next;
        lastVersion += 1 + random.nextInt(2);
        version = lastVersion;
        yield new Outcome.Stored(new Version(version));
      }
      case Action.Delete(var condition) -> {
        if (!holds(condition)) {
          yield failed();
        }
        boolean missing = value == null;
        value = null;
        yield missing ? new Outcome.Missing() : new Outcome.Deleted();
      }
    };
  }

  private Outcome failed() {
    return new Outcome.ConditionFailed(value == null ? null : new Version(version));
  }

  private boolean holds(Condition condition) {
    return switch (condition) {
      case Condition.Always() -> true;
      case Condition.IfAbsent() -> value == null;
      case Condition.IfPresent() -> value != null;
      case Condition.IfVersion(var expected) -> value != null && expected.value() == version;
    };
  }

  private Outcome outcome(Action action) {
    int choice = random.nextInt(6);
    if (choice == 0) {
      return new Outcome.Unknown();
    }
    if (choice == 1) {
      return new Outcome.NotApplied();
    }
    return switch (action) {
      case Action.Get() ->
          choice == 2 ? new Outcome.Missing() : new Outcome.Found(anyValue(), anyVersion());
      case Action.Put _ ->
          choice == 2 ? new Outcome.Stored(anyVersion()) : new Outcome.ConditionFailed(current());
      case Action.Delete _ ->
          switch (choice) {
            case 2 -> new Outcome.Missing();
            case 3 -> new Outcome.ConditionFailed(current());
            default -> new Outcome.Deleted();
          };
    };
  }

  private @Nullable Version current() {
    return random.nextInt(3) == 0 ? null : anyVersion();
  }

  private Version anyVersion() {
    return new Version(1 + random.nextInt(size));
  }

  private long anyValue() {
    return 1L + random.nextInt(size);
  }

  private static Operation operation(Action action, Outcome outcome, long from, long to) {
    return new Operation("k", 0, action, outcome, from, to);
  }
}
