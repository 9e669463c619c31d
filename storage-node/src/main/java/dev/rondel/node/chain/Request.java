package dev.rondel.node.chain;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.ring.Token;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An operation for the head of a range. Requests for one key are done one after the other. */
public record Request(long id, Token token, Key key, Action action) {

  /** What to do with the key. */
  public sealed interface Action {}

  /** Read the committed pair. */
  public record Read() implements Action {}

  /** Store a value whatever is there. */
  public record Store(Value value, long expiresAt) implements Action {}

  /**
   * Look at the committed pair (null where there is none), then decide. The rule has no side
   * effects.
   */
  public record Decide(Function<@Nullable Pair, Decision> rule) implements Action {}

  /** What a rule makes of the pair that it was shown. */
  public sealed interface Decision {}

  /** Write this; a null value is a tombstone. */
  public record Write(@Nullable Value value, long expiresAt) implements Decision {}

  /** Leave the pair as it is. */
  public record Refuse() implements Decision {}
}
