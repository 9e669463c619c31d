package dev.rondel.testbed.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Judges whether each key of a history is a linearizable register: whether its operations can be
 * put in an order that explains every answer, keeps the order of time, and in which the versions
 * grow.
 *
 * <p>Wing and Gong, "Testing and Verifying Concurrent Objects" (1993), with the configurations
 * remembered where the search has been (Lowe, "Testing for Linearizability", 2017), each key by
 * itself (Horn and Kroening, "Faster Linearizability Checking via P-Compositionality", 2015). What
 * the values and versions tell of the order already is not searched: see {@link Search}.
 */
public final class LinearizabilityCheck {

  /** Configurations that are tried for a key before it is given up: seconds, and 200 MB at most. */
  private static final int LIMIT = 4_000_000;

  private LinearizabilityCheck() {}

  public static Verdict check(History history) {
    return check(history.operations());
  }

  /**
   * @throws IllegalArgumentException where two writes of a key have the same value
   */
  public static Verdict check(Collection<Operation> operations) {
    return check(operations, LIMIT);
  }

  static Verdict check(Collection<Operation> operations, int limit) {
    Map<String, List<Operation>> byKey =
        operations.stream()
            .collect(Collectors.groupingBy(Operation::key, TreeMap::new, Collectors.toList()));
    Map<String, Judgement> judgements =
        byKey.entrySet().parallelStream()
            .collect(
                Collectors.toConcurrentMap(
                    Map.Entry::getKey, entry -> Judgement.of(entry.getValue(), limit)));
    var wrong = new ArrayList<CounterExample>();
    var undecided = new ArrayList<String>();
    byKey.forEach(
        (key, its) -> {
          switch (judgements.getOrDefault(key, new Judgement.GivenUp())) {
            case Judgement.Explained() -> {}
            case Judgement.GivenUp() -> undecided.add(key);
            case Judgement.Wrong found -> wrong.add(Reduction.counterExample(its, found));
          }
        });
    return new Verdict(operations.size(), byKey.size(), wrong, undecided);
  }
}
