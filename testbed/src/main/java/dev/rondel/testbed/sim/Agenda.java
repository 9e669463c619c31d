package dev.rondel.testbed.sim;

import java.util.PriorityQueue;

/** Simulated time, and what is going to happen in it: one order, the same for the same seed. */
final class Agenda {

  private record Entry(long at, long order, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long now;
  private long orders;

  /** Nanoseconds since the beginning. */
  long now() {
    return now;
  }

  void in(long nanos, Runnable action) {
    entries.add(new Entry(now + Math.max(0, nanos), ++orders, action));
  }

  void at(long time, Runnable action) {
    in(time - now, action);
  }

  /** Lets happen what happens up to {@code time}. */
  void runUntil(long time) {
    for (Entry next = entries.peek(); next != null && next.at() <= time; next = entries.peek()) {
      entries.remove();
      now = next.at();
      next.action().run();
    }
    now = time;
  }
}
