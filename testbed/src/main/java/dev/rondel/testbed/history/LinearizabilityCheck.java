package dev.rondel.testbed.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Judges whether each key of a history is a linearizable register: whether its operations can be
 * put in an order that explains every answer and keeps the order of time (Wing and Gong, "Testing
 * and Verifying Concurrent Objects", 1993; Lowe, "Testing for Linearizability", 2017, for
 * remembering where the search has been; Horn and Kroening, 2015, for taking each key by itself).
 */
public final class LinearizabilityCheck {

  private LinearizabilityCheck() {}

  public static Verdict check(History history) {
    return check(history.operations());
  }

  public static Verdict check(Collection<Operation> operations) {
    Map<String, List<Operation>> byKey =
        operations.stream()
            .collect(Collectors.groupingBy(Operation::key, TreeMap::new, Collectors.toList()));
    var wrong = new ArrayList<CounterExample>();
    var undecided = new ArrayList<String>();
    byKey.forEach(
        (key, its) -> {
          List<Operation> ordered =
              its.stream().sorted(Comparator.comparingLong(Operation::from)).toList();
          Optional<Boolean> explained = new Search(ordered).explain();
          if (explained.isEmpty()) {
            undecided.add(key);
          } else if (!explained.get()) {
            wrong.add(new CounterExample(key, "no order explains these operations", ordered));
          }
        });
    return new Verdict(operations.size(), byKey.size(), wrong, undecided);
  }

  /** A search over the orders of one key's operations. */
  private static final class Search {

    private static final int MOST_CONFIGURATIONS = 2_000_000;

    private record Configuration(BitSet done, Register register) {}

    private final List<Operation> operations;
    private final Set<Configuration> seen = new HashSet<>();

    Search(List<Operation> operations) {
      this.operations =
          operations.stream()
              .filter(operation -> !(operation.outcome() instanceof Outcome.NotApplied))
              .toList();
    }

    /** Nothing where there are too many configurations. */
    Optional<Boolean> explain() {
      boolean explained = explain(new BitSet(), Register.EMPTY);
      return seen.size() < MOST_CONFIGURATIONS || explained
          ? Optional.of(explained)
          : Optional.empty();
    }

    private boolean explain(BitSet done, Register register) {
      if (seen.size() >= MOST_CONFIGURATIONS
          || !seen.add(new Configuration((BitSet) done.clone(), register))) {
        return false;
      }
      long firstEnd = Long.MAX_VALUE;
      for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
        firstEnd = Math.min(firstEnd, end(operations.get(i)));
      }
      if (firstEnd == Long.MAX_VALUE) {
        return true; // what is left may never have been applied
      }
      for (int i = done.nextClearBit(0);
          i < operations.size() && operations.get(i).from() <= firstEnd;
          i = done.nextClearBit(i + 1)) {
        Optional<Register> next = register.after(operations.get(i));
        if (next.isPresent()) {
          done.set(i);
          if (explain(done, next.get())) {
            return true;
          }
          done.clear(i);
        }
      }
      return false;
    }

    private static long end(Operation operation) {
      return operation.outcome() instanceof Outcome.Unknown ? Long.MAX_VALUE : operation.to();
    }
  }
}
