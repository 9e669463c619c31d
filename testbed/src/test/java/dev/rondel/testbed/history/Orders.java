package dev.rondel.testbed.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The definition of linearizability, tried out: every order that keeps the order of time. */
final class Orders {

  private Orders() {}

  /**
   * @param ordered whether the versions must grow
   */
  static boolean explain(Collection<Operation> operations, boolean ordered) {
    return explain(new ArrayList<>(operations), Register.empty(ordered));
  }

  private static boolean explain(List<Operation> left, Register register) {
    if (left.stream().allMatch(one -> end(one) == Long.MAX_VALUE)) {
      return true; // what is left may never have been applied
    }
    long firstEnd = left.stream().mapToLong(Orders::end).min().orElseThrow();
    for (int i = 0; i < left.size(); i++) {
      Operation next = left.get(i);
      if (next.from() <= firstEnd) {
        var rest = new ArrayList<>(left);
        rest.remove(i);
        if (register.after(next).filter(after -> explain(rest, after)).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  private static long end(Operation operation) {
    return operation.outcome() instanceof Outcome.Unknown ? Long.MAX_VALUE : operation.to();
  }
}
