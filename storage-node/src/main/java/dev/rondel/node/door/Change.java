package dev.rondel.node.door;

import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import org.jspecify.annotations.Nullable;

/** What shall become of a pair, as follows from what it is: see {@link Table#change}. */
public sealed interface Change {

  Change LEAVE = new Leave();
  Change REMOVE = new Remove();

  /** The pair as it is, but for the value. */
  static Change to(byte[] bytes, Pair pair) {
    return new Store(Table.withBytes(pair, bytes), pair.expiresAt());
  }

  /** The pair as it is, but for its end. */
  static Change expiringAt(long expiresAt, Pair pair) {
    return new Store(Table.value(pair), expiresAt);
  }

  /**
   * @param expiresAt epoch milliseconds, 0 = never
   */
  record Store(Value value, long expiresAt) implements Change {}

  record Remove() implements Change {}

  record Leave() implements Change {}

  /** What a pair shall become; called once more each time that somebody else was faster. */
  @FunctionalInterface
  interface Rule {
    Change of(@Nullable Pair pair);
  }

  /**
   * What became of it.
   *
   * @param before the pair from which it followed
   * @param version that the pair has now; null where it is gone or was never there
   */
  record Done(@Nullable Pair before, Change change, @Nullable Version version) {}
}
