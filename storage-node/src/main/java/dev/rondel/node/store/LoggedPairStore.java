package dev.rondel.node.store;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A commit log and a sorted map that follows it: changes go through the {@link Committer}, readers
 * go straight to the map. What keeps the map when the process ends is left to the engine.
 */
abstract class LoggedPairStore implements PairStore, Committer.Image {

  private static final int LONGEST_KEY = 0xFFFF - Token.BYTES;
  private static final int LONGEST_TYPE = 1024;

  final RingSizes sizes = new RingSizes();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Consumer<Damaged> damage = damaged -> {};

  /** Stored key to stored pair. */
  abstract ConcurrentNavigableMap<byte[], byte[]> map();

  abstract Committer committer();

  /** Called once, while operations are still done. */
  abstract void beforeClose();

  /** Called once, when no operation comes any more. */
  abstract void release();

  @Override
  public @Nullable Pair get(Token token, Key key) {
    byte[] at = StoredKey.of(token, key);
    byte[] stored = read(() -> map().get(at));
    if (stored == null) {
      return null;
    }
    if (!StoredPair.isWhole(at, stored)) {
      damage.accept(StoredPair.damaged(at, stored));
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          "what is stored for key " + key + " does not match its checksum",
          null);
    }
    return StoredPair.decode(at, stored);
  }

  @Override
  public void onDamage(Consumer<Damaged> told) {
    damage = told;
  }

  @Override
  public CompletableFuture<Void> append(Change change) {
    return committer().add(() -> LogRecord.of(change), checkedSize(change));
  }

  private static long checkedSize(Change change) {
    long keySize = change.key().size();
    if (keySize > LONGEST_KEY) {
      throw new IllegalArgumentException("a key of " + keySize + " bytes is too long");
    }
    Pair pair =
        switch (change) {
          case Change.Put put -> put.pair();
          case Change.Mend mend -> mend.pair();
          case Change.Erase erase -> null;
        };
    Value value = pair == null ? null : pair.value();
    if (value == null) {
      return keySize;
    }
    if (value.contentType().length() > LONGEST_TYPE) {
      throw new IllegalArgumentException(
          "a content type of " + value.contentType().length() + " characters is too long");
    }
    return keySize + value.size();
  }

  @Override
  public CompletableFuture<Void> dropRange(TokenRange range) {
    return committer().add(() -> new LogRecord.Drop(range), 2L * Token.BYTES);
  }

  @Override
  public void apply(LogRecord record) {
    switch (record) {
      case LogRecord.Put put -> put(put.key(), put.pair());
      case LogRecord.Erase erase -> {
        byte[] stored = map().get(erase.key());
        if (stored != null && StoredPair.version(stored) == erase.version()) {
          remove(erase.key());
        }
      }
      case LogRecord.Mend mend -> {
        byte[] stored = map().get(mend.key());
        if (stored == null
            || StoredPair.isWhole(mend.key(), stored)
            || StoredPair.print(stored) != mend.damaged()) {
          return;
        }
        if (mend.pair().length == 0) {
          remove(mend.key());
        } else {
          put(mend.key(), mend.pair());
        }
      }
      case LogRecord.Drop drop -> drop(drop.range());
      case LogRecord.Probe probe -> {}
    }
  }

  private void put(byte[] key, byte[] pair) {
    count(key, map().put(key, pair), -1);
    count(key, pair, 1);
  }

  private void drop(TokenRange range) {
    for (StoredKey.Span span : StoredKey.spans(range, null)) {
      within(span).keySet().forEach(this::remove);
    }
  }

  private void remove(byte[] key) {
    count(key, map().remove(key), -1);
  }

  private void count(byte[] key, byte @Nullable [] stored, int sign) {
    if (stored != null) {
      sizes.add(key, sign, StoredPair.isTombstone(stored), StoredPair.size(key, stored));
    }
  }

  @Override
  public Scan scan(TokenRange range, @Nullable Position after, int limit, boolean withValues) {
    if (limit < 1) {
      throw new IllegalArgumentException("a scan takes at least one entry, not " + limit);
    }
    List<StoredKey.Span> spans = StoredKey.spans(range, after);
    Scan scan = read(() -> scan(spans, limit, withValues));
    scan.damaged().forEach(damage);
    return scan;
  }

  private Scan scan(List<StoredKey.Span> spans, int limit, boolean withValues) {
    List<Entry> entries = new ArrayList<>();
    List<Damaged> damaged = new ArrayList<>();
    for (StoredKey.Span span : spans) {
      for (Map.Entry<byte[], byte[]> each : within(span).entrySet()) {
        byte[] stored = valueOf(each);
        if (stored == null) {
          continue;
        }
        if (!StoredPair.isWhole(each.getKey(), stored)) {
          damaged.add(StoredPair.damaged(each.getKey(), stored));
        } else if (entries.size() == limit) {
          return new Scan(entries, damaged, false);
        } else {
          entries.add(StoredPair.entry(each.getKey(), stored, withValues));
        }
      }
    }
    return new Scan(entries, damaged, true);
  }

  /**
   * An entry that was removed while the iterator stood on it has a null value, even where it is
   * there again.
   */
  private byte @Nullable [] valueOf(Map.Entry<byte[], byte[]> entry) {
    byte[] stored = entry.getValue();
    return stored != null ? stored : map().get(entry.getKey());
  }

  private ConcurrentNavigableMap<byte[], byte[]> within(StoredKey.Span span) {
    byte[] to = span.to();
    return to == null
        ? map().tailMap(span.from(), true)
        : map().subMap(span.from(), true, to, false);
  }

  @Override
  public Size sizeOf(TokenRange range) {
    return read(() -> sizes.of(range, this::countedSize));
  }

  private Size countedSize(TokenRange arc) {
    long entries = 0;
    long bytes = 0;
    for (StoredKey.Span span : StoredKey.spans(arc, null)) {
      for (Map.Entry<byte[], byte[]> each : within(span).entrySet()) {
        byte[] stored = valueOf(each);
        if (stored != null && !StoredPair.isTombstone(stored)) {
          entries++;
          bytes += StoredPair.size(each.getKey(), stored);
        }
      }
    }
    return new Size(entries, bytes);
  }

  @Override
  public Size size() {
    return read(sizes::total);
  }

  @Override
  public Health health() {
    return committer().health();
  }

  /** A read, its errors told as what they mean to the caller. */
  private <T extends @Nullable Object> T read(Supplier<T> reading) {
    refuseWhenClosed();
    try {
      return reading.get();
    } catch (StoreException | IllegalArgumentException known) {
      throw known;
    } catch (RuntimeException | AssertionError | IllegalAccessError | InternalError broken) {
      refuseWhenClosed();
      throw new StoreException(
          StoreException.Kind.CORRUPT, "the image cannot be read: " + broken, broken);
    }
  }

  final void refuseWhenClosed() {
    if (closed.get()) {
      throw new StoreException(StoreException.Kind.CLOSED, "the store is closed", null);
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      beforeClose();
      committer().close();
      release();
    }
  }
}
