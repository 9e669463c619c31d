package dev.rondel.node.store;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of one node, ordered by token: what is acknowledged here is on the disk.
 *
 * <p>All methods may be called from any thread. {@link #append} never blocks on the disk: it
 * queues, and the future completes when the operation is durable <em>and</em> visible to {@link
 * #get} and {@link #scan}. Operations on one key take effect in the order in which they were
 * queued. Until then readers see the older state.
 *
 * <p>Limits: at the bound of the queue {@code append} waits for room. Failures complete the future
 * with a {@link StoreException} whose kind says what happened.
 */
public interface PairStore extends AutoCloseable {

  /**
   * What is stored for the key, tombstones and expired values included; null where there is
   * nothing.
   *
   * @throws StoreException CORRUPT where what is stored does not match its checksum
   */
  @Nullable Pair get(Token token, Key key);

  /** Queues one change; see the class for what the future means. */
  CompletableFuture<Void> append(Change change);

  /**
   * Up to {@code limit} pairs of {@code range} in the order of (token from the start of the arc,
   * key), after the position {@code after}; values are left out where {@code withValues} is false
   * (the pair then has an empty value of the true size in {@link Entry#size()}). Sees everything
   * that was visible when it was called, and may or may not see what became visible since. Damaged
   * pairs are told apart, and do not count for the limit.
   */
  Scan scan(TokenRange range, @Nullable Position after, int limit, boolean withValues);

  /**
   * Who is told of every damaged pair that a reader meets, on the reader's thread. Set once, before
   * anything is read.
   */
  void onDamage(Consumer<Damaged> told);

  /**
   * How many values the range has (tombstones are not counted, expired values are), and the bytes
   * of their keys and values. Cheap, for calling each second: exact for small ranges, an estimate
   * for large ones.
   */
  Size sizeOf(TokenRange range);

  /** The same for the whole store; exact. */
  Size size();

  /** Removes every pair of the range, durably when the future completes. */
  CompletableFuture<Void> dropRange(TokenRange range);

  /**
   * Writes the picture to its file and lets go of the log below it. For tests and orderly shutdown;
   * done by itself otherwise.
   */
  void checkpoint();

  Health health();

  @Override
  void close();

  /** A change of one key. */
  sealed interface Change {
    Token token();

    Key key();

    /** Stores the pair, value or tombstone, over whatever is there. */
    record Put(Token token, Pair pair) implements Change {
      @Override
      public Key key() {
        return pair.key();
      }
    }

    /** Forgets the key, but only where the stored version is this one. */
    record Erase(Token token, Key key, Version version) implements Change {}

    /** Puts the pair, or nothing, in the place of what is damaged, but only where it still is. */
    record Mend(Damaged damaged, @Nullable Pair pair) implements Change {
      @Override
      public Token token() {
        return damaged.token();
      }

      @Override
      public Key key() {
        return damaged.key();
      }
    }
  }

  /** A place in a scan: everything up to and including this key has been seen. */
  record Position(Token token, Key key) {}

  /** An entry of a scan; {@code size} is the length of the value in bytes, 0 for a tombstone. */
  record Entry(Token token, Pair pair, int size) {
    public Position position() {
      return new Position(token, pair.key());
    }
  }

  /**
   * A key whose stored pair does not match its checksum; {@code bytes} tells what is stored there
   * from whatever was or will be.
   */
  record Damaged(Token token, Key key, int bytes) {}

  /** A batch of a scan; {@code done} where nothing comes after it. */
  record Scan(List<Entry> entries, List<Damaged> damaged, boolean done) {}

  record Size(long entries, long bytes) {}

  /** Whether the store takes changes; reads go on in every state but FAILED's damaged entries. */
  enum Health {
    OK,
    /** No room on the disk: changes are refused until there is. */
    FULL,
    /** A sync failed: changes are refused for good; the process has to start again. */
    FAILED
  }
}
