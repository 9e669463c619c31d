package dev.rondel.testbed.sim;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node's store as its contract has it: changes become durable and visible together, in order, a
 * batch at a time. A crash keeps any beginning of what was queued. A pair may be damaged, which its
 * readers notice. Outlives the process.
 */
final class SimDisk {

  /** A change, who is told whether it is durable, and what was there before. */
  private record Queued(Change change, Consumer<Boolean> done, @Nullable Pair before) {}

  /** A change of one key. */
  sealed interface Change {
    record Put(Pair pair) implements Change {}

    record Erase(Key key, Version version) implements Change {}

    /** Replaces the pair, where it is still the damaged one. */
    record Mend(Pair damaged, @Nullable Pair by) implements Change {}

    record Nothing() implements Change {}
  }

  private final SimNode node;
  private final Dice dice;
  private final TreeMap<Key, Pair> pairs = new TreeMap<>();
  private final ArrayDeque<Queued> queue = new ArrayDeque<>();
  private List<Queued> syncing = List.of();
  private final Map<Key, Pair> damaged = new TreeMap<>();
  private boolean damagesNext;
  private boolean full;
  private boolean slow;

  SimDisk(SimNode node, Dice dice) {
    this.node = node;
    this.dice = dice;
  }

  void setFull(boolean now) {
    full = now;
  }

  void setSlow(boolean now) {
    slow = now;
  }

  boolean isFull() {
    return full;
  }

  /** What was stored last, as an observer of the world sees it. */
  @Nullable Pair get(Key key) {
    return pairs.get(key);
  }

  /** What of the key is damaged here; null where nothing is. */
  @Nullable Pair damaged(Key key) {
    Pair pair = damaged.get(key);
    return pair != null && pair.equals(pairs.get(key)) ? pair : null;
  }

  /** What is stored of the key is damaged, or the next that is stored of any. */
  void damage(Key key, boolean next) {
    Pair pair = pairs.get(key);
    if (next) {
      damagesNext = true;
    } else if (pair != null) {
      damage(pair);
    }
  }

  /** Not everywhere: who else serves what is damaged has it whole. */
  private void damage(Pair pair) {
    if (node.world.nodes().stream()
        .filter(other -> other.serves(pair.key()))
        .allMatch(other -> other.disk.damaged(pair.key()) == null)) {
      damaged.put(pair.key(), pair);
    }
  }

  /** Whatever is damaged is whole again. */
  void restore() {
    damaged.clear();
    damagesNext = false;
  }

  List<Pair> all() {
    return List.copyOf(pairs.values());
  }

  /** The pairs of an arc, in the order of their tokens from its start. */
  List<Pair> scan(TokenRange arc) {
    return pairs.values().stream()
        .filter(pair -> arc.contains(World.token(pair.key())))
        .sorted(order(arc))
        .toList();
  }

  static Comparator<Pair> order(TokenRange arc) {
    return Comparator.<Pair, Token>comparing(
            pair -> World.token(pair.key()), (one, other) -> order(arc, one, other))
        .thenComparing(Pair::key);
  }

  private static int order(TokenRange arc, Token one, Token other) {
    boolean oneWraps = one.compareTo(arc.after()) <= 0;
    boolean otherWraps = other.compareTo(arc.after()) <= 0;
    return oneWraps == otherWraps ? one.compareTo(other) : oneWraps ? 1 : -1;
  }

  /** Runs something when all that was queued before it is durable. */
  void after(Runnable then) {
    append(new Change.Nothing(), durable -> then.run());
  }

  void append(Change change, Consumer<Boolean> done) {
    if (full && change instanceof Change.Put) {
      node.later(dice.between(0, Dice.MILLIS), () -> done.accept(false));
      return;
    }
    queue.add(new Queued(change, done, before(change)));
    if (isHasty()) {
      apply(change);
      done.accept(true);
    }
    if (syncing.isEmpty()) {
      sync();
    }
  }

  /** The mutation: what is not synced is told to be, and may be lost. */
  private boolean isHasty() {
    return node.world.mutation == Mutation.ACKNOWLEDGE_BEFORE_SYNC;
  }

  private void sync() {
    syncing = List.copyOf(queue);
    queue.clear();
    long latency =
        slow || dice.chance(node.world.climate.hiccup())
            ? dice.between(50 * Dice.MILLIS, 800 * Dice.MILLIS)
            : dice.between(Dice.MILLIS / 10, 4 * Dice.MILLIS);
    node.later(latency, this::synced);
  }

  private void synced() {
    List<Queued> durable = syncing;
    syncing = List.of();
    if (!isHasty()) {
      durable.forEach(queued -> apply(queued.change()));
      durable.forEach(queued -> queued.done().accept(true));
    }
    if (!queue.isEmpty() && syncing.isEmpty()) {
      sync();
    }
  }

  private @Nullable Pair before(Change change) {
    Key key = key(change);
    return key == null ? null : pairs.get(key);
  }

  private static @Nullable Key key(Change change) {
    return switch (change) {
      case Change.Put(var pair) -> pair.key();
      case Change.Erase(var key, _) -> key;
      case Change.Mend(var damaged, _) -> damaged.key();
      case Change.Nothing() -> null;
    };
  }

  private void apply(Change change) {
    switch (change) {
      case Change.Put(var pair) -> {
        pairs.put(pair.key(), pair);
        damaged.remove(pair.key());
        if (damagesNext) {
          damagesNext = false;
          damage(pair);
        }
      }
      case Change.Mend(var broken, var by) -> {
        if (broken.equals(damaged(broken.key()))) {
          damaged.remove(broken.key());
          if (by == null) {
            pairs.remove(broken.key());
          } else {
            pairs.put(broken.key(), by);
          }
        }
      }
      case Change.Erase(var key, var version) -> {
        Pair stored = pairs.get(key);
        if (stored != null && stored.version().equals(version)) {
          pairs.remove(key);
        }
      }
      case Change.Nothing() -> {}
    }
  }

  /** The process is gone: of what was not synced, any beginning is on the disk. */
  void crash() {
    var open = new ArrayList<>(syncing);
    open.addAll(queue);
    int kept = dice.below(open.size() + 1);
    if (isHasty()) {
      open.subList(kept, open.size()).reversed().forEach(this::undo);
    } else {
      open.subList(0, kept).forEach(queued -> apply(queued.change()));
    }
    syncing = List.of();
    queue.clear();
  }

  private void undo(Queued lost) {
    Key key = key(lost.change());
    if (key == null) {
      return;
    }
    if (lost.before() == null) {
      pairs.remove(key);
    } else {
      pairs.put(key, lost.before());
    }
  }
}
