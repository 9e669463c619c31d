package dev.rondel.testbed.history;

import dev.rondel.client.Condition;
import dev.rondel.pair.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Steps} of the operations of one key: finds out which write each answer speaks of.
 * What contradicts itself whatever the order ends here.
 */
final class Reading {

  /** Answers that no order explains, and why. */
  static final class Contradiction extends Exception {
    private final transient List<Operation> operations;

    Contradiction(String reason, Operation... operations) {
      super(reason, null, false, false);
      this.operations = Arrays.stream(operations).distinct().toList();
    }

    String reason() {
      return String.valueOf(getMessage());
    }

    List<Operation> operations() {
      return operations;
    }
  }

  private final Collection<Operation> operations;

  /** Every put by its value. */
  private final Map<Long, Operation> puts = new HashMap<>();

  /** Who first told of a value's version, by value. */
  private final Map<Long, Operation> tellers = new HashMap<>();

  private final Map<Long, Version> versions = new HashMap<>();
  private final TreeMap<Version, Long> values = new TreeMap<>();

  private Reading(Collection<Operation> operations) {
    this.operations = operations;
  }

  static Steps steps(Collection<Operation> operations) throws Contradiction {
    var reading = new Reading(operations);
    reading.collectPuts();
    for (Operation operation : operations) {
      reading.collectVersion(operation);
      checkCondition(operation);
    }
    return reading.new Assembly().steps();
  }

  private void collectPuts() {
    for (Operation operation : operations) {
      if (operation.action() instanceof Action.Put(long value, _)) {
        Operation other = puts.put(value, operation);
        if (other != null) {
          throw new IllegalArgumentException(
              "value %d of key %s is written twice".formatted(value, operation.key()));
        }
      }
    }
  }

  private void collectVersion(Operation operation) throws Contradiction {
    switch (operation.outcome()) {
      case Outcome.Found(var value, var version) -> {
        Operation put = puts.get(value);
        if (put == null) {
          throw new Contradiction("a value was read that nobody wrote", operation);
        }
        if (isRefused(put)) {
          throw new Contradiction("a value was read whose write was refused", put, operation);
        }
        if (put.from() > operation.to()) {
          throw new Contradiction("a value was read before it was written", put, operation);
        }
        told(value, version, operation);
      }
      case Outcome.Stored(var version) when operation.action() instanceof Action.Put put ->
          told(put.value(), version, operation);
      default -> {}
    }
  }

  private static boolean isRefused(Operation put) {
    return put.outcome() instanceof Outcome.NotApplied
        || put.outcome() instanceof Outcome.ConditionFailed;
  }

  private void told(long value, Version version, Operation teller) throws Contradiction {
    Version known = versions.putIfAbsent(value, version);
    if (known == null) {
      tellers.put(value, teller);
      Long other = values.putIfAbsent(version, value);
      if (other != null) {
        throw new Contradiction(
            "two values have the same version", required(tellers, other), teller);
      }
    } else if (!known.equals(version)) {
      throw new Contradiction("one value has two versions", required(tellers, value), teller);
    }
  }

  private static Operation required(Map<Long, Operation> map, Long value) {
    Operation operation = map.get(value);
    if (operation == null) {
      throw new IllegalStateException("nobody told of value " + value);
    }
    return operation;
  }

  private static void checkCondition(Operation operation) throws Contradiction {
    Condition condition = conditionOf(operation.action());
    if (operation.outcome() instanceof Outcome.ConditionFailed(var current)) {
      boolean fails =
          switch (condition) {
            case Condition.Always() -> false;
            case Condition.IfAbsent() -> current != null;
            case Condition.IfPresent() -> current == null;
            case Condition.IfVersion(var expected) -> !expected.equals(current);
          };
      if (!fails) {
        throw new Contradiction("a condition failed that the answer itself says holds", operation);
      }
    }
    if (operation.outcome() instanceof Outcome.Deleted && condition instanceof Condition.IfAbsent) {
      throw new Contradiction("a value was deleted on condition that there is none", operation);
    }
  }

  static Condition conditionOf(Action action) {
    return switch (action) {
      case Action.Get() -> Condition.always();
      case Action.Put(_, var condition) -> condition;
      case Action.Delete(var condition) -> condition;
    };
  }

  /** The second half, when it is known which value has which version. */
  private final class Assembly {

    private final TreeMap<Version, Integer> numbers = new TreeMap<>();
    private final List<Steps.Step> placed = new ArrayList<>();

    /** By state: the first end of a step that was in it. Its writer took effect before. */
    private long[] firstSeen = {};

    private final List<Long> sparePuts = new ArrayList<>();
    private final List<Long> sparePutsIfAbsent = new ArrayList<>();
    private final List<Long> sparePutsIfPresent = new ArrayList<>();
    private final List<Long> spareDeletes = new ArrayList<>();

    Steps steps() throws Contradiction {
      Set<Version> needed = neededVersions();
      var all = new TreeSet<>(needed);
      for (Operation operation : operations) {
        if (isSpare(operation)
            && operation.action() instanceof Action.Delete(Condition.IfVersion(var version))) {
          all.add(version);
        }
      }
      all.forEach(version -> numbers.put(version, numbers.size() + 1));
      collectFirstSeen();
      long[] putsIf = nevers();
      long[] deletesIf = nevers();
      for (Operation operation : operations) {
        if (isSpare(operation)) {
          addSpare(operation, putsIf, deletesIf);
        } else {
          addStep(operation);
        }
      }
      placed.sort(Comparator.comparingLong(Steps.Step::from));
      var spares =
          new Steps.Spares(
              sorted(sparePuts),
              sorted(sparePutsIfAbsent),
              sorted(sparePutsIfPresent),
              putsIf,
              sorted(spareDeletes),
              deletesIf);
      return new Steps(placed, states(needed), spares);
    }

    /** The versions of the values that somebody wrote or saw, and those that are only told of. */
    private Set<Version> neededVersions() {
      var needed = new TreeSet<>(values.keySet());
      for (Operation operation : operations) {
        if (operation.outcome() instanceof Outcome.ConditionFailed(var current)
            && current != null) {
          needed.add(current);
        } else if (tookEffect(operation)
            && conditionOf(operation.action()) instanceof Condition.IfVersion(var expected)) {
          needed.add(expected);
        }
      }
      return needed;
    }

    private boolean tookEffect(Operation operation) {
      return switch (operation.outcome()) {
        case Outcome.Stored _, Outcome.Deleted _ -> true;
        case Outcome.Unknown _ -> operation.action() instanceof Action.Put && !isSpare(operation);
        default -> false;
      };
    }

    private void collectFirstSeen() {
      firstSeen = nevers();
      for (Operation operation : operations) {
        Version seen =
            switch (operation.outcome()) {
              case Outcome.Found(_, var version) -> version;
              case Outcome.ConditionFailed(var current) -> current;
              case Outcome.Stored _, Outcome.Deleted _
                  when conditionOf(operation.action())
                      instanceof Condition.IfVersion(var version) ->
                  version;
              default -> null;
            };
        if (seen != null) {
          int state = number(seen);
          firstSeen[state] = Math.min(firstSeen[state], operation.to());
        }
      }
    }

    /** Of unknown outcome, and nobody has seen its value. */
    private boolean isSpare(Operation operation) {
      return operation.outcome() instanceof Outcome.Unknown
          && switch (operation.action()) {
            case Action.Get() -> false;
            case Action.Put(var value, _) -> !versions.containsKey(value);
            case Action.Delete _ -> true;
          };
    }

    private long[] nevers() {
      var all = new long[numbers.size() + 1];
      Arrays.fill(all, Steps.NEVER);
      return all;
    }

    private void addSpare(Operation operation, long[] putsIf, long[] deletesIf) {
      boolean put = operation.action() instanceof Action.Put;
      switch (conditionOf(operation.action())) {
        case Condition.Always() -> (put ? sparePuts : spareDeletes).add(operation.from());
        case Condition.IfPresent() ->
            (put ? sparePutsIfPresent : spareDeletes).add(operation.from());
        case Condition.IfAbsent() -> {
          if (put) {
            sparePutsIfAbsent.add(operation.from());
          }
        }
        case Condition.IfVersion(var version) -> {
          Integer number = numbers.get(version); // without one nobody can have been there
          if (number != null) {
            long[] its = put ? putsIf : deletesIf;
            its[number] = Math.min(its[number], operation.from());
          }
        }
      }
    }

    private void addStep(Operation operation) throws Contradiction {
      switch (operation.outcome()) {
        case Outcome.Found(_, var version) -> look(operation, number(version));
        case Outcome.Missing() -> look(operation, Steps.NONE);
        case Outcome.ConditionFailed(var current) ->
            look(operation, current == null ? Steps.NONE : number(current));
        case Outcome.Stored(var version) -> change(operation, operation.to(), number(version));
        case Outcome.Deleted() -> change(operation, operation.to(), Steps.NONE);
        case Outcome.Unknown() -> {
          if (operation.action() instanceof Action.Put(var value, _)) {
            Version version = versions.get(value);
            if (version != null) {
              change(operation, Steps.NEVER, number(version));
            }
          }
        }
        case Outcome.NotApplied() -> {}
      }
    }

    private void look(Operation operation, int state) {
      placed.add(new Steps.Step(operation, operation.from(), operation.to(), state, state));
    }

    private void change(Operation operation, long to, int becomes) throws Contradiction {
      int needs =
          switch (conditionOf(operation.action())) {
            case Condition.Always() -> becomes == Steps.NONE ? Steps.SOME : Steps.ANY;
            case Condition.IfPresent() -> Steps.SOME;
            case Condition.IfAbsent() -> Steps.NONE;
            case Condition.IfVersion(var version) -> number(version);
          };
      if (needs == becomes && operation.action() instanceof Action.Put(var value, _)) {
        throw new Contradiction(
            "a value has the version that it replaced", operation, required(tellers, value));
      }
      long seen = firstSeen[Math.max(becomes, Steps.NONE)];
      placed.add(new Steps.Step(operation, operation.from(), Math.min(to, seen), needs, becomes));
    }

    private int number(Version version) {
      Integer number = numbers.get(version);
      if (number == null) {
        throw new IllegalStateException("version " + version + " has no number");
      }
      return number;
    }

    private List<Steps.State> states(Set<Version> needed) throws Contradiction {
      int count = numbers.size() + 1;
      var writers = new @Nullable Integer[count];
      var successors = new @Nullable Integer[count];
      var lookers = new int[count];
      for (int i = 0; i < placed.size(); i++) {
        Steps.Step step = placed.get(i);
        if (step.looks()) {
          lookers[step.needs()]++;
          continue;
        }
        if (step.becomes() > Steps.NONE) {
          writers[step.becomes()] = i;
        }
        if (step.needs() > Steps.NONE) {
          Integer other = successors[step.needs()];
          if (other != null) {
            throw new Contradiction(
                "two writes were done on condition of the same version",
                placed.get(other).operation(),
                step.operation());
          }
          successors[step.needs()] = i;
        }
      }
      var states = new ArrayList<Steps.State>();
      states.add(new Steps.State(null, lookers[Steps.NONE], null, false));
      numbers.forEach(
          (version, number) ->
              states.add(
                  new Steps.State(
                      writers[number],
                      lookers[number],
                      successors[number],
                      needed.contains(version))));
      return states;
    }

    private static long[] sorted(List<Long> times) {
      return times.stream().mapToLong(Long::longValue).sorted().toArray();
    }
  }
}
