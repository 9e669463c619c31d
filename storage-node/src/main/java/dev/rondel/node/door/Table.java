package dev.rondel.node.door;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Cursor;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.node.runtime.Gateway.ListingUnavailableException;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.Gateway.Page;
import dev.rondel.node.runtime.ReservedKeys;
import dev.rondel.node.web.Limits;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.Token;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The table as the doors use it: the gateway, with the node's timeout for each call.
 *
 * <p>Every method blocks, and throws {@link Trouble} for what the protocols tell as an error of the
 * server. Nothing that may have been applied is tried again.
 */
public final class Table {

  private final Gateway gateway;
  private final Limits limits;
  private final Duration timeout;
  private final InstantSource clock;
  private final Turns turns;

  public Table(Gateway gateway, Limits limits, Duration timeout, InstantSource clock) {
    this.gateway = gateway;
    this.limits = limits;
    this.timeout = timeout;
    this.clock = clock;
    this.turns = new Turns();
  }

  /** A write with a condition. */
  public sealed interface Written {
    record Done(Version version) implements Written {}

    /**
     * The condition did not hold.
     *
     * @param current null where there is no such pair
     */
    record Refused(@Nullable Version current) implements Written {}
  }

  /** The value of a pair that was found. */
  public static Value value(Pair pair) {
    return Objects.requireNonNull(pair.value());
  }

  /** The value of a pair that was found, with other bytes. */
  public static Value withBytes(Pair pair, byte[] bytes) {
    return Value.of(bytes, value(pair).contentType(), value(pair).flags());
  }

  public Limits limits() {
    return limits;
  }

  /** Epoch milliseconds. */
  public long now() {
    return clock.millis();
  }

  public @Nullable Pair get(Key key) {
    return get(key, timeout);
  }

  private @Nullable Pair get(Key key, Duration left) {
    return switch (gateway.execute(new Operation.Get(key, left))) {
      case Outcome.Found(Pair pair, _) -> pair;
      case Outcome.Missing _ -> null;
      case Outcome other -> throw Trouble.of(other);
    };
  }

  /**
   * @param expiresAt epoch milliseconds, 0 = never
   */
  public Written put(Key key, Value value, long expiresAt, Condition condition) {
    return put(key, value, expiresAt, condition, timeout);
  }

  private Written put(Key key, Value value, long expiresAt, Condition condition, Duration left) {
    return switch (gateway.execute(new Operation.Put(key, value, expiresAt, condition, left))) {
      case Outcome.Stored(Version version, _) -> new Written.Done(version);
      case Outcome.ConditionFailed(Version current, _) -> new Written.Refused(current);
      case Outcome other -> throw Trouble.of(other);
    };
  }

  public Written delete(Key key, Condition condition) {
    return delete(key, condition, timeout);
  }

  private Written delete(Key key, Condition condition, Duration left) {
    return switch (gateway.execute(new Operation.Delete(key, condition, left))) {
      case Outcome.Deleted(Version version, _) -> new Written.Done(version);
      case Outcome.Missing _ -> new Written.Refused(null);
      case Outcome.ConditionFailed(Version current, _) -> new Written.Refused(current);
      case Outcome other -> throw Trouble.of(other);
    };
  }

  /**
   * Makes of a pair what follows from it by {@code rule}, at once for everybody: what was read is
   * replaced only if it is still of that version, else it is read again, until the time is over.
   * The clients of this node take turns in it.
   */
  public Change.Done change(Key key, Change.Rule rule) {
    long until = System.nanoTime() + timeout.toNanos();
    try {
      return turns.take(key, until, () -> change(key, rule, until));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new Trouble(Trouble.Code.UNAVAILABLE, "this node is stopping");
    }
  }

  private Change.Done change(Key key, Change.Rule rule, long until) {
    while (true) {
      Pair before = get(key, left(until));
      Change change = rule.of(before);
      Condition unchanged =
          before == null ? new Condition.IfAbsent() : new Condition.IfVersion(before.version());
      Written written =
          switch (change) {
            case Change.Store(Value value, long expiresAt) ->
                put(key, value, expiresAt, unchanged, left(until));
            case Change.Remove _ when before != null -> delete(key, unchanged, left(until));
            case Change.Remove _, Change.Leave _ -> null;
          };
      switch (written) {
        case null -> {
          return new Change.Done(before, change, before == null ? null : before.version());
        }
        case Written.Done(Version version) -> {
          return new Change.Done(before, change, change instanceof Change.Remove ? null : version);
        }
        case Written.Refused _ -> {
          // somebody was faster
        }
      }
    }
  }

  private static Duration left(long until) {
    long left = until - System.nanoTime();
    if (left <= 0) {
      throw tooLate();
    }
    return Duration.ofNanos(left);
  }

  static Trouble tooLate() {
    return new Trouble(Trouble.Code.UNAVAILABLE, "others changed the key all the time");
  }

  /**
   * Does the same with each of these, some of them at the same time, and gives what came out in
   * their order. Where one fails the others are done all the same, and the first failure is thrown.
   */
  public <T, U extends @Nullable Object> List<U> each(List<T> items, Function<T, U> work)
      throws InterruptedException {
    if (items.size() == 1) {
      var single = new ArrayList<U>(1);
      single.add(work.apply(items.getFirst()));
      return single;
    }
    var room = new Semaphore(limits.batchConcurrency());
    var running = new ArrayList<Future<U>>(items.size());
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T item : items) {
        room.acquire();
        running.add(
            executor.submit(
                () -> {
                  try {
                    return work.apply(item);
                  } finally {
                    room.release();
                  }
                }));
      }
    }
    var results = new ArrayList<U>(items.size());
    for (Future<U> future : running) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return results;
  }

  /** A part of the table's keys, in the order of their tokens. */
  public Page list(@Nullable Cursor cursor, byte[] prefix, int limit) {
    if (ReservedKeys.isReserved(prefix)) {
      return new Page(List.of(), null);
    }
    try {
      return gateway.list(cursor, prefix, limit, false);
    } catch (ListingUnavailableException unavailable) {
      throw Trouble.of(unavailable.outcome());
    }
  }

  /** A part of the table's keys in the order of their tokens: see {@link Gateway#listAfter}. */
  public Page listAfter(Token token, int limit) {
    try {
      return gateway.listAfter(token, limit);
    } catch (ListingUnavailableException unavailable) {
      throw Trouble.of(unavailable.outcome());
    }
  }

  /** Where a key lies on the ring. */
  public Token tokenOf(Key key) {
    return Hashing.named(gateway.view().hash()).hash(key.bytes());
  }

  /** All keys of the table, page by page. What is written meanwhile may be among them or not. */
  public void listAll(byte[] prefix, Consumer<List<Listed>> pages) {
    Cursor cursor = null;
    do {
      Page page = list(cursor, prefix, limits.listSize());
      pages.accept(page.entries());
      cursor = page.next();
    } while (cursor != null);
  }
}
