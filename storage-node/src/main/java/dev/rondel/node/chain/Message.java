package dev.rondel.node.chain;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.View;
import java.util.List;

/** What replicas say to each other. A link delivers messages in order, each once, or breaks. */
public sealed interface Message {

  /** A message that makes sense only to a node that has applied the view of this chain epoch. */
  sealed interface Ranged extends Message {
    Epoch chainEpoch();
  }

  /** Down the line: append this pair. */
  record Write(Epoch chainEpoch, Pair pair) implements Ranged {}

  /**
   * Up the line: durable here and on everything below; or, where {@code full}, not durable because
   * a disk has no room.
   */
  record Ack(Epoch chainEpoch, Key key, Version version, boolean full) implements Ranged {}

  /**
   * Down the line: every write of the arc up to this version is durable on the whole line. It names
   * the whole arc, because a receiver may not have heard yet that the range was split.
   */
  record Committed(TokenRange arc, Epoch chainEpoch, Version upTo) implements Ranged {}

  /** To the head, from a member that has waited long: how far is the range committed? */
  record CommitQuery(Token token, Epoch chainEpoch) implements Ranged {}

  /**
   * From a new head to a member of an earlier line: refuse everything older than this chain epoch.
   */
  record Fence(Token token, Epoch chainEpoch) implements Ranged {}

  /**
   * The answer to a fence.
   *
   * @param unfinished writes that the sender holds without knowing them committed, the latest of
   *     each key
   * @param line the chain epoch of the last line in which this process was open; zero where there
   *     was none
   */
  record Fenced(Token token, Epoch chainEpoch, List<Pair> unfinished, Epoch line)
      implements Ranged {
    public Fenced {
      unfinished = List.copyOf(unfinished);
    }
  }

  /** Down the line: the range is open. */
  record Open(Token token, Epoch chainEpoch) implements Ranged {}

  /** Up the line: open here and on everything below. */
  record Opened(Token token, Epoch chainEpoch) implements Ranged {}

  /** A message carried an older chain epoch; nothing was applied. */
  record Stale(Epoch now) implements Message {}

  /** Send me your view, should it be newer than this. */
  record ViewQuery(Epoch have) implements Message {}

  record ViewReply(View view) implements Message {}
}
