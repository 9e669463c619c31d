package dev.rondel.testbed.sim;

import dev.rondel.client.Condition;
import dev.rondel.pair.Key;
import dev.rondel.pair.Version;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client that asks one thing after the other, through any node, and remembers the answers. */
final class SimClient {

  private static final long PATIENCE = 6 * Dice.SECONDS;
  private static final int CLIENTS_VALUES = 1_000_000;

  private final World world;
  private final Dice dice;
  private final int number;
  private final List<Key> keys;
  private final Map<Key, Version> known = new HashMap<>();
  private long values;
  private boolean stopped;
  private boolean busy;

  SimClient(World world, int number, List<Key> keys) {
    this.world = world;
    this.dice = world.dice();
    this.number = number;
    this.keys = keys;
  }

  void start() {
    world.agenda.in(think(), this::ask);
  }

  void stop() {
    stopped = true;
  }

  boolean isBusy() {
    return busy;
  }

  private long think() {
    return dice.chance(0.3)
        ? dice.between(0, world.climate.think() / 50)
        : dice.between(0, world.climate.think());
  }

  private void ask() {
    if (!stopped) {
      Key key = dice.any(keys);
      ask(dice.any(world.nodes()), key, choose(key), this::start);
    }
  }

  private Action choose(Key key) {
    int dart = dice.below(100);
    Version version = known.get(key);
    if (dart < 45) {
      return Action.get();
    }
    if (dart < 70) {
      return Action.put(nextValue());
    }
    if (dart < 85 && version != null) {
      return Action.compareAndSet(version, nextValue());
    }
    if (dart < 92) {
      return Action.putIfAbsent(nextValue());
    }
    return dart < 95 && version != null
        ? new Action.Delete(Condition.ifVersion(version))
        : Action.delete();
  }

  private long nextValue() {
    return (long) number * CLIENTS_VALUES + ++values;
  }

  /** One operation through {@code node}; {@code then} runs when it is over. */
  void ask(SimNode node, Key key, Action action, Runnable then) {
    busy = true;
    var call = new Call(key, action, world.agenda.now(), then);
    world.trace.note("client %s asks %s: %s %s", number, node.name, key, show(action));
    if (!node.isRunning()) {
      world.agenda.in(world.network.delay(), () -> call.end(new Outcome.NotApplied()));
      return;
    }
    node.later(
        world.network.delay(),
        () ->
            node.gateway()
                .execute(
                    key,
                    action,
                    call.from + PATIENCE - Dice.SECONDS,
                    outcome -> world.agenda.in(world.network.delay(), () -> call.end(outcome))));
    world.agenda.in(PATIENCE, () -> call.end(new Outcome.Unknown()));
  }

  private static String show(Action action) {
    return switch (action) {
      case Action.Get() -> "get";
      case Action.Put(var value, var condition) -> "put " + value + show(condition);
      case Action.Delete(var condition) -> "delete" + show(condition);
    };
  }

  private static String show(Condition condition) {
    return switch (condition) {
      case Condition.Always() -> "";
      case Condition.IfAbsent() -> " if absent";
      case Condition.IfPresent() -> " if present";
      case Condition.IfVersion(var version) -> " if " + version;
    };
  }

  private static String show(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found(var value, var version) -> value + "@" + version;
      case Outcome.Missing() -> "missing";
      case Outcome.Stored(var version) -> "stored @" + version;
      case Outcome.Deleted() -> "deleted";
      case Outcome.ConditionFailed(var current) -> "failed, it is @" + current;
      case Outcome.NotApplied() -> "not applied";
      case Outcome.Unknown() -> "unknown";
    };
  }

  /** An operation on its way. */
  private final class Call {
    private final Key key;
    private final Action action;
    private final long from;
    private final Runnable then;
    private boolean over;

    private Call(Key key, Action action, long from, Runnable then) {
      this.key = key;
      this.action = action;
      this.from = from;
      this.then = then;
    }

    private void end(Outcome outcome) {
      if (over) {
        return;
      }
      over = true;
      busy = false;
      world.trace.note("client %s is told of %s: %s", number, key, show(outcome));
      world.history.add(
          new Operation(key.toString(), number, action, outcome, from, world.agenda.now()));
      learn(outcome);
      then.run();
    }

    private void learn(Outcome outcome) {
      switch (outcome) {
        case Outcome.Found(_, var version) -> known.put(key, version);
        case Outcome.Stored(var version) -> known.put(key, version);
        case Outcome.Missing _, Outcome.Deleted _ -> known.remove(key);
        case Outcome.ConditionFailed _, Outcome.NotApplied _, Outcome.Unknown _ -> {}
      }
    }
  }
}
