package dev.rondel.testbed.bench;

import dev.rondel.pair.Version;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.History;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Histories as many clients of one register make them: mixed reads and conditional writes, that
 * overlap, and some that are given up and take effect much later, or never.
 */
public final class SyntheticHistory {

  /** What the clients work on; it is asked in the order in which the operations take effect. */
  public interface Cell {
    Outcome apply(Action action);
  }

  /**
   * How the clients work. The times are in microseconds.
   *
   * @param operations of each key
   * @param clients that work on a key at once
   * @param unknown the share of writes of unknown outcome
   */
  public record Shape(int operations, int clients, double unknown) {}

  private static final long LONGEST = 1_000;
  private static final long LATEST = 200_000;

  private record Event(long time, Runnable action) {}

  private final String key;
  private final Shape shape;
  private final SplittableRandom random;
  private final Cell cell;
  private final History history;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::time));
  private long now;
  private int begun;
  private long lastValue;

  private SyntheticHistory(
      String key, Shape shape, SplittableRandom random, Cell cell, History history) {
    this.key = key;
    this.shape = shape;
    this.random = random;
    this.cell = cell;
    this.history = history;
  }

  /** Adds the operations on one key. */
  public static void add(
      History history, String key, Shape shape, SplittableRandom random, Cell cell) {
    new SyntheticHistory(key, shape, random, cell, history).run();
  }

  private void run() {
    for (int i = 0; i < shape.clients(); i++) {
      var client = new Client(i);
      at(random.nextLong(LONGEST), client::begin);
    }
    for (Event next = events.poll(); next != null; next = events.poll()) {
      now = next.time();
      next.action().run();
    }
  }

  private void at(long time, Runnable action) {
    events.add(new Event(time, action));
  }

  private final class Client {
    private final int number;
    private @Nullable Version seen;

    Client(int number) {
      this.number = number;
    }

    void begin() {
      if (begun++ >= shape.operations()) {
        return;
      }
      long from = now;
      Action action = action();
      long to = from + random.nextLong(1, LONGEST);
      if (!(action instanceof Action.Get) && random.nextDouble() < shape.unknown()) {
        if (random.nextBoolean()) {
          at(random.nextLong(from, from + LATEST), () -> cell.apply(action));
        }
        at(to, () -> end(action, new Outcome.Unknown(), from));
      } else {
        at(
            random.nextLong(from, to + 1),
            () -> {
              Outcome outcome = cell.apply(action);
              at(to, () -> end(action, outcome, from));
            });
      }
    }

    private void end(Action action, Outcome outcome, long from) {
      history.add(new Operation(key, number, action, outcome, from, now));
      switch (outcome) {
        case Outcome.Found(_, var version) -> seen = version;
        case Outcome.Stored(var version) -> seen = version;
        case Outcome.ConditionFailed(var current) -> seen = current;
        default -> {}
      }
      at(now + random.nextLong(LONGEST / 10), this::begin);
    }

    private Action action() {
      Version known = seen;
      int choice = random.nextInt(20);
      if (choice < 9) {
        return Action.get();
      }
      if (choice < 14) {
        return Action.put(++lastValue);
      }
      if (choice < 15) {
        return Action.putIfAbsent(++lastValue);
      }
      if (choice < 16) {
        return Action.delete();
      }
      if (known == null) {
        return Action.putIfAbsent(++lastValue);
      }
      return choice < 19 ? Action.compareAndSet(known, ++lastValue) : Action.deleteIf(known);
    }
  }
}
