package dev.rondel.testbed.load;

import dev.rondel.client.Condition;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;
import dev.rondel.testbed.verify.Latency;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** How many operations of each kind came to what, and how long they took. */
public record Tally(Map<Kind, Row> rows) {

  /** What was asked. */
  public enum Kind {
    GET("get"),
    PUT("put"),
    PUT_IF_ABSENT("put if absent"),
    PUT_IF_MATCH("put if version"),
    DELETE("delete"),
    DELETE_IF_MATCH("delete if version");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    static Kind of(Action action) {
      return switch (action) {
        case Action.Get() -> GET;
        case Action.Put(_, Condition.Always _) -> PUT;
        case Action.Put(_, Condition.IfAbsent _) -> PUT_IF_ABSENT;
        case Action.Put _ -> PUT_IF_MATCH;
        case Action.Delete(Condition.Always _) -> DELETE;
        case Action.Delete _ -> DELETE_IF_MATCH;
      };
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * @param done answered, and what was asked was there and was done
   * @param missing answered that there is nothing to read, or to delete
   * @param conditionFailed answered that the condition did not hold
   * @param notApplied refused, or a read without an answer
   * @param latency of what was answered
   */
  public record Row(
      long done,
      long missing,
      long conditionFailed,
      long notApplied,
      long unknown,
      Latency latency) {

    public long answered() {
      return done + missing + conditionFailed;
    }
  }

  static Tally of(Collection<Operation> operations) {
    var counts = new EnumMap<Kind, Count>(Kind.class);
    for (Kind kind : Kind.values()) {
      counts.put(kind, new Count());
    }
    for (Operation operation : operations) {
      counts.computeIfAbsent(Kind.of(operation.action()), _ -> new Count()).add(operation);
    }
    var rows = new EnumMap<Kind, Row>(Kind.class);
    counts.forEach((kind, count) -> rows.put(kind, count.row()));
    return new Tally(rows);
  }

  public long reads(ToLongFunction<Row> figure) {
    return sum(true, figure);
  }

  public long writes(ToLongFunction<Row> figure) {
    return sum(false, figure);
  }

  private long sum(boolean reads, ToLongFunction<Row> figure) {
    return rows.entrySet().stream()
        .filter(entry -> (entry.getKey() == Kind.GET) == reads)
        .mapToLong(entry -> figure.applyAsLong(entry.getValue()))
        .sum();
  }

  private static final class Count {
    private long done;
    private long missing;
    private long conditionFailed;
    private long notApplied;
    private long unknown;
    private final Latency latency = new Latency();

    void add(Operation operation) {
      boolean answered = true;
      switch (operation.outcome()) {
        case Outcome.Found _, Outcome.Stored _, Outcome.Deleted _ -> done++;
        case Outcome.Missing _ -> missing++;
        case Outcome.ConditionFailed _ -> conditionFailed++;
        case Outcome.NotApplied _ -> {
          notApplied++;
          answered = false;
        }
        case Outcome.Unknown _ -> {
          unknown++;
          answered = false;
        }
      }
      if (answered) {
        latency.record(operation.to() - operation.from());
      }
    }

    Row row() {
      return new Row(done, missing, conditionFailed, notApplied, unknown, latency);
    }
  }
}
