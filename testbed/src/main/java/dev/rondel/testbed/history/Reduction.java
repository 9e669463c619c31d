package dev.rondel.testbed.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds, in the operations of a key that no order explains, few of them that suffice (Zeller and
 * Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002).
 *
 * <p>To leave out an operation is to forget what was answered, not that it was asked: a read, or a
 * write that was refused, goes; a write that was done becomes one of unknown outcome. Whatever
 * order explains all operations explains what is left then. So what no order explains in the end,
 * no order explains whatever had become of the others.
 */
final class Reduction {

  /** How many times the search is asked, at most, and what each may cost. */
  private static final int MOST_JUDGEMENTS = 3_000;

  private static final int LIMIT = 100_000;

  private final List<Operation> all;
  private final Set<Long> valuesRead = new HashSet<>();
  private int judgements;

  private Reduction(Collection<Operation> operations) {
    this.all = operations.stream().sorted(Comparator.comparingLong(Operation::from)).toList();
    for (Operation operation : all) {
      if (operation.outcome() instanceof Outcome.Found(var value, _)) {
        valuesRead.add(value);
      }
    }
  }

  /**
   * @param operations of one key, that are {@code wrong}
   */
  static CounterExample counterExample(Collection<Operation> operations, Judgement.Wrong wrong) {
    var reduction = new Reduction(operations);
    if (!wrong.proof().isEmpty()) {
      return reduction.counterExample(wrong.reason(), wrong.proof());
    }
    List<Operation> shown = reduction.withWrites(reduction.reduced(reduction.prefix()));
    String reason =
        Judgement.wouldBeExplainedIfVersionsMightShrink(reduction.without(shown), LIMIT)
            ? "no order explains these answers in which the versions grow"
            : wrong.reason();
    return reduction.counterExample(reason, shown);
  }

  private CounterExample counterExample(String reason, List<Operation> proof) {
    List<Operation> ordered =
        proof.stream().sorted(Comparator.comparingLong(Operation::from)).toList();
    return new CounterExample(all.getFirst().key(), reason, ordered, all.size());
  }

  /** What is left of {@code operations} where only these are kept. */
  static List<Operation> forgettingAllBut(
      Collection<Operation> kept, Collection<Operation> operations) {
    return new Reduction(operations).without(kept);
  }

  /** The operations up to the answer that first made it wrong. */
  private List<Operation> prefix() {
    long[] ends = all.stream().mapToLong(Operation::to).sorted().distinct().toArray();
    int right = -1; // the last end that is not wrong
    int wrong = ends.length - 1;
    while (wrong - right > 1) {
      int middle = (right + wrong) >>> 1;
      if (isWrong(endedBy(ends[middle]), ends[middle])) {
        wrong = middle;
      } else {
        right = middle;
      }
    }
    return endedBy(ends[wrong]);
  }

  private List<Operation> endedBy(long end) {
    return all.stream().filter(operation -> operation.to() <= end).toList();
  }

  private boolean isWrong(List<Operation> kept, long end) {
    judgements++;
    List<Operation> begun =
        without(kept).stream().filter(operation -> operation.from() <= end).toList();
    return Judgement.of(begun, LIMIT) instanceof Judgement.Wrong;
  }

  private List<Operation> reduced(List<Operation> kept) {
    List<Operation> now = kept;
    int size = Math.max(1, now.size() / 2);
    boolean removed = false;
    int at = 0;
    while (judgements < MOST_JUDGEMENTS) {
      if (at >= now.size()) {
        if (size == 1 && !removed) {
          break;
        }
        size = Math.max(1, size / 2);
        removed = false;
        at = 0;
        continue;
      }
      var fewer = new ArrayList<>(now.subList(0, at));
      fewer.addAll(now.subList(Math.min(now.size(), at + size), now.size()));
      if (judge(fewer) instanceof Judgement.Wrong) {
        now = fewer;
        removed = true;
      } else {
        at += size;
      }
    }
    return now;
  }

  private Judgement judge(List<Operation> kept) {
    judgements++;
    return Judgement.of(without(kept), LIMIT);
  }

  /** All operations, those that are not kept forgotten as far as they can be. */
  private List<Operation> without(Collection<Operation> kept) {
    Set<Operation> whole = new HashSet<>(kept);
    return all.stream()
        .flatMap(
            operation ->
                whole.contains(operation) ? Stream.of(operation) : forgotten(operation).stream())
        .toList();
  }

  private Optional<Operation> forgotten(Operation operation) {
    boolean matters =
        switch (operation.outcome()) {
          case Outcome.Stored _, Outcome.Deleted _, Outcome.Unknown _ -> true;
          case Outcome.NotApplied _, Outcome.ConditionFailed _ ->
              operation.action() instanceof Action.Put(var value, _) && valuesRead.contains(value);
          case Outcome.Found _, Outcome.Missing _ -> false;
        };
    return matters
        ? Optional.of(
            new Operation(
                operation.key(),
                operation.client(),
                operation.action(),
                new Outcome.Unknown(),
                operation.from(),
                operation.to()))
        : Optional.empty();
  }

  /** With the writes of the values and versions that they speak of. */
  private List<Operation> withWrites(List<Operation> kept) {
    Map<Long, Operation> writes = new HashMap<>();
    for (Operation operation : all) {
      if (operation.action() instanceof Action.Put(var value, _)) {
        writes.put(value, operation);
      }
    }
    var shown = new LinkedHashSet<>(kept);
    for (Operation operation : kept) {
      if (operation.outcome() instanceof Outcome.Found(var value, _)) {
        Operation write = writes.get(value);
        if (write != null) {
          shown.add(write);
        }
      }
    }
    return List.copyOf(shown);
  }
}
