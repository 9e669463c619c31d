package dev.rondel.node.store;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of one node on the heap, gone with the process: for tests, and as the ceiling in
 * benchmarks.
 *
 * <p>Each change is applied, and its future completed, by one task of the executor, in the order of
 * the calls; the default applies and completes it within {@link #append}. An executor that keeps
 * its tasks holds changes back for a test. It has to run the tasks one after the other.
 */
public final class InMemoryPairStore implements PairStore {

  private final ConcurrentNavigableMap<byte[], Pair> pairs =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
  private final RingSizes sizes = new RingSizes();
  private final Executor committer;
  private final Set<Damaged> damaged = ConcurrentHashMap.newKeySet();
  private volatile Consumer<Damaged> damage = found -> {};
  private volatile boolean closed;

  public InMemoryPairStore() {
    this(Runnable::run);
  }

  public InMemoryPairStore(Executor committer) {
    this.committer = committer;
  }

  @Override
  public @Nullable Pair get(Token token, Key key) {
    refuseWhenClosed();
    Pair pair = pairs.get(StoredKey.of(token, key));
    if (pair != null && damaged.contains(damaged(token, pair))) {
      damage.accept(damaged(token, pair));
      throw new StoreException(StoreException.Kind.CORRUPT, "key " + key + " is damaged", null);
    }
    return pair;
  }

  @Override
  public void onDamage(Consumer<Damaged> told) {
    damage = told;
  }

  /** From now on what is stored for the key counts as damaged, until it is replaced. */
  public void damage(Token token, Key key) {
    Pair pair = pairs.get(StoredKey.of(token, key));
    if (pair != null) {
      damaged.add(damaged(token, pair));
    }
  }

  /** Whatever is damaged can be read again. */
  public void heal() {
    damaged.clear();
  }

  private static Damaged damaged(Token token, Pair pair) {
    return new Damaged(token, pair.key(), Long.hashCode(pair.version().value()));
  }

  @Override
  public CompletableFuture<Void> append(Change change) {
    return commit(() -> apply(change));
  }

  private synchronized void apply(Change change) {
    byte[] at = StoredKey.of(change.token(), change.key());
    switch (change) {
      case Change.Put put -> replace(at, put.pair());
      case Change.Erase erase -> {
        Pair stored = pairs.get(at);
        if (stored != null && stored.version().equals(erase.version())) {
          replace(at, null);
        }
      }
      case Change.Mend mend -> {
        Pair stored = pairs.get(at);
        if (stored != null
            && damaged(mend.token(), stored).equals(mend.damaged())
            && damaged.contains(mend.damaged())) {
          replace(at, mend.pair());
        }
      }
    }
  }

  private void replace(byte[] at, @Nullable Pair pair) {
    Pair before = pair == null ? pairs.remove(at) : pairs.put(at, pair);
    if (before != null) {
      damaged.remove(damaged(StoredKey.token(at), before));
    }
    count(at, before, -1);
    count(at, pair, 1);
  }

  @Override
  public Scan scan(TokenRange range, @Nullable Position after, int limit, boolean withValues) {
    refuseWhenClosed();
    if (limit < 1) {
      throw new IllegalArgumentException("a scan takes at least one entry, not " + limit);
    }
    List<Entry> entries = new ArrayList<>();
    List<Damaged> met = new ArrayList<>();
    for (StoredKey.Span span : StoredKey.spans(range, after)) {
      for (Map.Entry<byte[], Pair> stored : within(span).entrySet()) {
        Token token = StoredKey.token(stored.getKey());
        Damaged name = damaged(token, stored.getValue());
        if (damaged.contains(name)) {
          met.add(name);
          damage.accept(name);
        } else if (entries.size() == limit) {
          return new Scan(entries, met, false);
        } else {
          entries.add(entry(token, stored.getValue(), withValues));
        }
      }
    }
    return new Scan(entries, met, true);
  }

  private static Entry entry(Token token, Pair pair, boolean withValue) {
    Value value = pair.value();
    if (value == null || withValue) {
      return new Entry(token, pair, value == null ? 0 : value.size());
    }
    Value empty = Value.of(new byte[0], value.contentType(), value.flags());
    return new Entry(
        token, new Pair(pair.key(), pair.version(), empty, pair.expiresAt()), value.size());
  }

  @Override
  public Size sizeOf(TokenRange range) {
    refuseWhenClosed();
    return sizes.of(range, this::count);
  }

  @Override
  public Size size() {
    refuseWhenClosed();
    return sizes.total();
  }

  @Override
  public CompletableFuture<Void> dropRange(TokenRange range) {
    return commit(() -> drop(range));
  }

  private synchronized void drop(TokenRange range) {
    for (StoredKey.Span span : StoredKey.spans(range, null)) {
      for (Map.Entry<byte[], Pair> stored : within(span).entrySet()) {
        pairs.remove(stored.getKey());
        count(stored.getKey(), stored.getValue(), -1);
      }
    }
  }

  @Override
  public void checkpoint() {
    refuseWhenClosed();
  }

  @Override
  public Health health() {
    return Health.OK;
  }

  @Override
  public void close() {
    closed = true;
  }

  private CompletableFuture<Void> commit(Runnable work) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    committer.execute(
        () -> {
          if (closed) {
            done.completeExceptionally(closed());
          } else {
            work.run();
            done.complete(null);
          }
        });
    return done;
  }

  private ConcurrentNavigableMap<byte[], Pair> within(StoredKey.Span span) {
    byte[] to = span.to();
    return to == null
        ? pairs.tailMap(span.from(), true)
        : pairs.subMap(span.from(), true, to, false);
  }

  private Size count(TokenRange arc) {
    long entries = 0;
    long bytes = 0;
    for (StoredKey.Span span : StoredKey.spans(arc, null)) {
      for (Pair pair : within(span).values()) {
        if (!pair.isTombstone()) {
          entries++;
          bytes += bytes(pair);
        }
      }
    }
    return new Size(entries, bytes);
  }

  private void count(byte[] storedKey, @Nullable Pair pair, int sign) {
    if (pair != null) {
      sizes.add(storedKey, sign, pair.isTombstone(), bytes(pair));
    }
  }

  private static long bytes(Pair pair) {
    Value value = pair.value();
    return pair.key().size() + (value == null ? 0L : value.size());
  }

  private void refuseWhenClosed() {
    if (closed) {
      throw closed();
    }
  }

  private static StoreException closed() {
    return new StoreException(StoreException.Kind.CLOSED, "the store is closed", null);
  }
}
