package dev.rondel.testbed.history;

import dev.rondel.testbed.history.Steps.Step;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The beginnings and ends of the steps that have no place yet, in the order of time: a doubly
 * linked list, from which a step is taken out and put back at once (Lowe 2017, section 3; Knuth's
 * dancing links). A step may be next if its beginning stands before the first end.
 *
 * <p>Entry {@code i} is the beginning of step {@code i}, entry {@code n + i} its end.
 */
final class Timeline {

  private final List<Step> steps;
  private final int head;
  private final int[] next;
  private final int[] previous;

  /**
   * @param steps by beginning
   */
  Timeline(List<Step> steps) {
    this.steps = steps;
    int n = steps.size();
    head = 2 * n;
    next = new int[2 * n + 1];
    previous = new int[2 * n + 1];
    int[] ends =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingLong(i -> steps.get(i).to()))
            .mapToInt(Integer::intValue)
            .toArray();
    int last = head;
    int end = 0;
    for (int i = 0; i < n; i++) {
      // What ends at the very instant of a beginning is concurrent with it.
      while (end < ends.length && steps.get(ends[end]).to() < steps.get(i).from()) {
        last = link(last, n + ends[end++]);
      }
      last = link(last, i);
    }
    while (end < ends.length) {
      last = link(last, n + ends[end++]);
    }
    link(last, head);
  }

  private int link(int before, int entry) {
    next[before] = entry;
    previous[entry] = before;
    return entry;
  }

  /** The first step that may be next; -1 where there is none. */
  int firstOpen() {
    return open(next[head]);
  }

  int openAfter(int step) {
    return open(next[step]);
  }

  private int open(int entry) {
    return entry < steps.size() ? entry : -1;
  }

  /** The first end of all. What begins after it cannot be next. */
  long firstEnd() {
    int entry = next[head];
    while (entry < steps.size()) {
      entry = next[entry];
    }
    return entry == head ? Steps.NEVER : steps.get(entry - steps.size()).to();
  }

  /** Returns what is now in the place of the step: the next that may be next, or -1. */
  int takeOut(int step) {
    unlink(step);
    unlink(steps.size() + step);
    return open(next[previous[step]]);
  }

  /** The last that was taken out and is not back yet. */
  void putBack(int step) {
    relink(steps.size() + step);
    relink(step);
  }

  private void unlink(int entry) {
    next[previous[entry]] = next[entry];
    previous[next[entry]] = previous[entry];
  }

  private void relink(int entry) {
    next[previous[entry]] = entry;
    previous[next[entry]] = entry;
  }
}
