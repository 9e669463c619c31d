package dev.rondel.node.runtime;

import dev.rondel.node.store.InMemoryPairStore;
import dev.rondel.node.store.PairStore;
import dev.rondel.node.store.StoreException;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory whose disk a test holds, fills or breaks. It outlives {@link #close()}, as a
 * disk does, and remembers every change that it was given.
 */
final class ControlledStore implements PairStore {

  /** Runs tasks at once and in order, except while it is held. */
  private static final class Gate implements Executor {
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean holding;

    @Override
    public synchronized void execute(Runnable task) {
      if (holding) {
        held.add(task);
      } else {
        task.run();
      }
    }

    synchronized void hold() {
      holding = true;
    }

    synchronized void release() {
      holding = false;
      for (Runnable task = held.poll(); task != null; task = held.poll()) {
        task.run();
      }
    }

    synchronized int size() {
      return held.size();
    }
  }

  private final Gate gate = new Gate();
  private final InMemoryPairStore pairs = new InMemoryPairStore(gate);
  private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger closings = new AtomicInteger();
  private volatile boolean full;
  private final AtomicInteger failingReads = new AtomicInteger();
  private volatile boolean scansFail;

  /** Changes are neither durable nor visible before {@link #release()}. */
  void hold() {
    gate.hold();
  }

  void release() {
    gate.release();
  }

  /** Changes that wait for {@link #release()}. */
  int held() {
    return gate.size();
  }

  /** Refuses changes, as a disk without room does, while {@code full}. */
  void full(boolean now) {
    full = now;
  }

  /** Every read of a single key fails, as of a damaged value. */
  void failReads() {
    failReads(Integer.MAX_VALUE);
  }

  /** So many reads of single keys fail from now on. */
  void failReads(int reads) {
    failingReads.set(reads);
  }

  /** Every scan fails. */
  void failScans() {
    scansFail = true;
  }

  /** What is stored for the key is damaged from now on. */
  void damage(Token token, Key key) {
    pairs.damage(token, key);
  }

  /** Whatever is damaged can be read again. */
  void heal() {
    pairs.heal();
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  int closings() {
    return closings.get();
  }

  @Override
  public @Nullable Pair get(Token token, Key key) {
    if (failingReads.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new StoreException(StoreException.Kind.CORRUPT, "damaged on purpose", null);
    }
    return pairs.get(token, key);
  }

  @Override
  public CompletableFuture<Void> append(Change change) {
    if (full) {
      return CompletableFuture.failedFuture(
          new StoreException(StoreException.Kind.FULL, "full on purpose", null));
    }
    changes.add(change);
    return pairs.append(change);
  }

  @Override
  public Scan scan(TokenRange range, @Nullable Position after, int limit, boolean withValues) {
    if (scansFail) {
      throw new StoreException(StoreException.Kind.CORRUPT, "damaged on purpose", null);
    }
    return pairs.scan(range, after, limit, withValues);
  }

  @Override
  public void onDamage(Consumer<Damaged> told) {
    pairs.onDamage(told);
  }

  @Override
  public Size sizeOf(TokenRange range) {
    return pairs.sizeOf(range);
  }

  @Override
  public Size size() {
    return pairs.size();
  }

  @Override
  public CompletableFuture<Void> dropRange(TokenRange range) {
    return pairs.dropRange(range);
  }

  @Override
  public void checkpoint() {}

  @Override
  public Health health() {
    return full ? Health.FULL : Health.OK;
  }

  @Override
  public void close() {
    closings.incrementAndGet();
  }
}
