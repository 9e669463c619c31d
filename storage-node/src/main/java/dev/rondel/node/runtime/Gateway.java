package dev.rondel.node.runtime;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.View;
import dev.rondel.wire.Via;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one way from every foreign interface to the table: any node takes any operation and sends it
 * where it belongs.
 *
 * <p>The calls block the calling (virtual) thread until the outcome is known or the operation's
 * timeout has passed, and throw only for broken invariants: everything expected is an {@link
 * Outcome}.
 */
public interface Gateway {

  default Outcome execute(Operation operation) {
    return execute(operation, Via.DIRECT);
  }

  /**
   * The same by another way, which the outcome's {@link Route} tells. It comes to the same: where
   * that way leads nowhere, and nothing was applied, the direct one is taken.
   */
  Outcome execute(Operation operation, Via via);

  /** The view that this node has applied. */
  View view();

  NodeId self();

  /**
   * Live pairs in token order after {@code cursor}, whole ring or (where {@code local}) only what
   * this node is head of.
   *
   * @param prefix only keys that begin with these bytes; empty for all
   * @throws ListingUnavailableException where a range has no replica that answers
   */
  Page list(@Nullable Cursor cursor, byte[] prefix, int limit, boolean local);

  /**
   * The same from the beginning to the end, page by page.
   *
   * @param limit of each page
   */
  default void forEachPage(
      byte[] prefix, int limit, boolean local, Consumer<List<Listed>> entries) {
    Cursor cursor = null;
    do {
      Page page = list(cursor, prefix, limit, local);
      entries.accept(page.entries());
      cursor = page.next();
    } while (cursor != null);
  }

  /**
   * Live pairs of the whole ring in token order, those whose token comes after this one; {@link
   * Token#MAX} stands before the lowest.
   *
   * @throws ListingUnavailableException where a range has no replica that answers
   */
  Page listAfter(Token token, int limit);

  /** A listing cannot go on: no replica of a range answers. Nothing is left out silently. */
  final class ListingUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Outcome.Unavailable outcome;

    public ListingUnavailableException(Outcome.Unavailable outcome) {
      super(outcome.reason(), null, false, false);
      this.outcome = outcome;
    }

    /** The same as an operation on a key of that range would come to. */
    public Outcome.Unavailable outcome() {
      return outcome;
    }
  }

  /** What a client asks for. */
  sealed interface Operation {
    Key key();

    Duration timeout();

    record Get(Key key, Duration timeout) implements Operation {}

    /**
     * @param expiresAt epoch milliseconds, 0 = never
     */
    record Put(Key key, Value value, long expiresAt, Condition condition, Duration timeout)
        implements Operation {}

    record Delete(Key key, Condition condition, Duration timeout) implements Operation {}
  }

  /** What has to hold for a write to be done. */
  sealed interface Condition {
    Condition ALWAYS = new Always();

    record Always() implements Condition {}

    record IfAbsent() implements Condition {}

    record IfPresent() implements Condition {}

    record IfVersion(Version version) implements Condition {}
  }

  /** What became of an operation. */
  sealed interface Outcome {

    /** Who answered, and where the key lies: for the X-Rondel headers. */
    Route route();

    record Found(Pair pair, Route route) implements Outcome {}

    record Missing(Route route) implements Outcome {}

    record Stored(Version version, Route route) implements Outcome {}

    record Deleted(Version version, Route route) implements Outcome {}

    /**
     * The condition did not hold; nothing was applied. {@code current} is null where the key is
     * missing.
     */
    record ConditionFailed(@Nullable Version current, Route route) implements Outcome {}

    /** No replica can serve the range now; nothing was applied. {@code holders} have the data. */
    record Unavailable(String reason, List<NodeId> holders, Route route) implements Outcome {}

    /** The write may or may not have been applied, now or later. */
    record Unknown(String reason, Route route) implements Outcome {}

    /** A member's disk is full; nothing was acknowledged. */
    record Full(String reason, Route route) implements Outcome {}
  }

  /**
   * The way of an answer. {@code replicas} is the chain, head first; empty where the ring has no
   * node. {@code path} has the nodes from the first to the one that answered, where the operation
   * went from finger to finger; it is empty where it took the direct way.
   */
  record Route(NodeId servedBy, List<NodeId> replicas, Epoch epoch, List<NodeId> path) {

    public Route(NodeId servedBy, List<NodeId> replicas, Epoch epoch) {
      this(servedBy, replicas, epoch, List.of());
    }
  }

  /** A place in a listing, opaque to clients. */
  record Cursor(byte[] position) {}

  /** A part of a listing; {@code next} is null at the end. */
  record Page(List<Listed> entries, @Nullable Cursor next) {}

  record Listed(Key key, Version version, int size) {}
}
