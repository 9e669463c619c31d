package dev.rondel.testbed.load;

import dev.rondel.pair.Version;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * What the clients of a load ask, and of which keys. Half of it goes to a few keys, which change:
 * so the clients meet, and all keys have their turn. Safe for all threads at once.
 */
public final class Mix {

  private static final int BUSY_KEYS = 4;
  private static final int BUSY_FOR = 500;

  private final List<String> keys;
  private final AtomicLong chosen = new AtomicLong();
  private final AtomicLong values = new AtomicLong();

  /** What was last heard of each key's version, for conditions that may hold. */
  private final Map<String, Version> versions = new ConcurrentHashMap<>();

  public Mix(List<String> keys) {
    this.keys = List.copyOf(keys);
  }

  public String key(RandomGenerator random) {
    long turn = chosen.getAndIncrement() / BUSY_FOR * BUSY_KEYS;
    return random.nextBoolean()
        ? keys.get((int) ((turn + random.nextInt(BUSY_KEYS)) % keys.size()))
        : keys.get(random.nextInt(keys.size()));
  }

  public Action write(String key, RandomGenerator random) {
    Version known = versions.get(key);
    int choice = random.nextInt(100);
    if (choice < 45) {
      return Action.put(values.incrementAndGet());
    }
    if (choice < 60 || known == null) {
      return Action.putIfAbsent(values.incrementAndGet());
    }
    if (choice < 85) {
      return Action.compareAndSet(known, values.incrementAndGet());
    }
    return choice < 95 ? Action.delete() : Action.deleteIf(known);
  }

  public void heard(String key, Outcome outcome) {
    switch (outcome) {
      case Outcome.Found(_, var version) -> versions.put(key, version);
      case Outcome.Stored(var version) -> versions.put(key, version);
      case Outcome.ConditionFailed(var current) when current != null -> versions.put(key, current);
      case Outcome.Missing _, Outcome.Deleted _, Outcome.ConditionFailed _ -> versions.remove(key);
      case Outcome.NotApplied _, Outcome.Unknown _ -> {}
    }
  }
}
