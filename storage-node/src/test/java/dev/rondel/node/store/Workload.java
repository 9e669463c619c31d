package dev.rondel.node.store;

import dev.rondel.node.store.PairStore.Change;
import dev.rondel.node.store.PairStore.Entry;
import dev.rondel.node.store.PairStore.Position;
import dev.rondel.node.store.PairStore.Scan;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of operations that anybody can make again from their numbers, and the state that a
 * prefix of it leaves: so what a store has after a crash can be compared whole. The version of a
 * pair is the number of its operation.
 */
final class Workload {

  static final TokenRange RING = new TokenRange(Token.MAX, Token.MAX);
  private static final int KEYS = 3_000;

  /** Key to the number of the operation that put it. */
  private final Map<Integer, Long> state = new HashMap<>();

  private long next = 1;

  /** The number of the operation that comes next. */
  long next() {
    return next;
  }

  /** Sends the next operation to the store. */
  CompletableFuture<Void> send(PairStore store) {
    Random random = random(next);
    int key = random.nextInt(KEYS);
    Long there = state.get(key);
    CompletableFuture<Void> sent;
    if (isDrop(next)) {
      sent = store.dropRange(arc(random));
    } else if (isErase(next) && there != null) {
      sent = store.append(new Change.Erase(token(key), key(key), new Version(there)));
    } else {
      sent = store.append(new Change.Put(token(key), pair(key, next)));
    }
    step();
    return sent;
  }

  /** The state after the next operation. */
  private void step() {
    Random random = random(next);
    int key = random.nextInt(KEYS);
    if (isDrop(next)) {
      TokenRange arc = arc(random);
      state.keySet().removeIf(each -> arc.contains(token(each)));
    } else if (isErase(next) && state.containsKey(key)) {
      state.remove(key);
    } else {
      state.put(key, next);
    }
    next++;
  }

  /**
   * Goes on to the state of the store, which must be that after some operation that is not before
   * {@code acknowledged}.
   *
   * @return what is wrong, or null
   */
  @Nullable String moveTo(PairStore store, long acknowledged) {
    Map<Integer, Long> found = new HashMap<>();
    String damage = read(store, found);
    if (damage != null) {
      return damage;
    }
    long newest = found.values().stream().mapToLong(Long::longValue).max().orElse(0);
    while (next <= Math.max(newest, acknowledged)) {
      step();
    }
    // Behind the newest version there may be operations that leave none; long runs of them do not
    // happen.
    for (int more = 0; !state.equals(found) && more < 50; more++) {
      step();
    }
    if (state.equals(found)) {
      return null;
    }
    return "the store has the state after no operation from " + acknowledged + " to " + (next - 1);
  }

  private @Nullable String read(PairStore store, Map<Integer, Long> found) {
    Position after = null;
    long bytes = 0;
    while (true) {
      Scan scan = store.scan(RING, after, 1_000, true);
      for (Entry entry : scan.entries()) {
        int key = Integer.parseInt(entry.pair().key().toString().substring(1));
        long version = entry.pair().version().value();
        found.put(key, version);
        if (!entry.pair().equals(pair(key, version)) || !entry.token().equals(token(key))) {
          return "key " + key + " has " + entry;
        }
        if (!entry.pair().equals(store.get(entry.token(), entry.pair().key()))) {
          return "key " + key + " is scanned but cannot be got";
        }
        bytes += entry.pair().key().size() + entry.size();
      }
      if (scan.done()) {
        PairStore.Size counted = new PairStore.Size(found.size(), bytes);
        return store.size().equals(counted)
            ? null
            : "counts " + store.size() + " but has " + counted;
      }
      after = scan.entries().getLast().position();
    }
  }

  private static boolean isDrop(long number) {
    return number % 997 == 0;
  }

  private static boolean isErase(long number) {
    return number % 7 == 3;
  }

  private static Random random(long number) {
    return new Random(number * 0x9E3779B97F4A7C15L);
  }

  private static TokenRange arc(Random random) {
    Token start = new Token(random.nextLong(), 0);
    return new TokenRange(start, new Token(start.high() + (1L << 58), 0));
  }

  private static Key key(int key) {
    return Key.of("k" + key);
  }

  private static Token token(int key) {
    Random random = new Random(key * 0x9E3779B97F4A7C15L);
    return new Token(random.nextLong(), random.nextLong());
  }

  private static Pair pair(int key, long number) {
    Random random = random(number + key);
    byte[] value =
        new byte[random.nextInt(100) == 0 ? random.nextInt(20_000) : random.nextInt(200)];
    random.nextBytes(value);
    return new Pair(
        key(key), new Version(number), Value.of(value, "text/plain", (int) number), number);
  }
}
