package dev.rondel.node.chain;

import dev.rondel.pair.Pair;
import dev.rondel.view.Epoch;
import org.jspecify.annotations.Nullable;

/** What became of a {@link Request}. */
public sealed interface Result {

  /** The write is durable on the whole line. */
  record Committed(Pair pair) implements Result {}

  /**
   * The committed pair at some moment since the request came; nothing was written. It may be told
   * to the client only if this node still had its say over the range in {@code chainEpoch}
   * afterwards (lease or confirmation).
   *
   * @param refused a rule looked at the pair and refused to write
   */
  record Seen(@Nullable Pair pair, Epoch chainEpoch, boolean refused) implements Result {}

  /** This node does not head the range (any more); nothing was applied. */
  record Moved() implements Result {}

  /** Too many requests wait; nothing was applied. */
  record Overloaded() implements Result {}

  /** The stored pair is damaged; nothing was applied. */
  record Unreadable() implements Result {}

  /** A disk of the line has no room; nothing was applied. */
  record Full() implements Result {}

  /** The request was given up before it was applied. */
  record Cancelled() implements Result {}

  /**
   * The write is under way, but its fate is not known yet: a disk has no room, or the request was
   * given up.
   */
  record Unfinished(String why) implements Result {}
}
