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

  /**
   * A message about a whole arc. One of its ends may not have heard yet that the range was cut: it
   * is meant for those ranges of the receiver, in this chain epoch, that lie in the arc.
   */
  sealed interface Arced extends Ranged {
    TokenRange arc();
  }

  /** Down the line: append this pair. */
  record Write(Epoch chainEpoch, Pair pair) implements Ranged {}

  /**
   * Up the line: durable here and on everything below; or, where {@code full}, not durable because
   * a disk has no room.
   */
  record Ack(Epoch chainEpoch, Key key, Version version, boolean full) implements Ranged {}

  /** Down the line: every write of the arc up to this version is durable on the whole line. */
  record Committed(TokenRange arc, Epoch chainEpoch, Version upTo) implements Arced {}

  /** To the head, from a member that has waited long: how far is the range committed? */
  record CommitQuery(Token token, Epoch chainEpoch) implements Ranged {}

  /**
   * From a new head to a member of an earlier line: refuse everything older than this chain epoch.
   */
  record Fence(TokenRange arc, Epoch chainEpoch) implements Arced {}

  /**
   * The answer to a fence.
   *
   * @param unfinished writes that the sender holds without knowing them committed, the latest of
   *     each key
   * @param line the chain epoch of the last line in which this process was open; zero where there
   *     was none
   */
  record Fenced(TokenRange arc, Epoch chainEpoch, List<Pair> unfinished, Epoch line)
      implements Arced {
    public Fenced {
      unfinished = List.copyOf(unfinished);
    }
  }

  /** Down the line: the range is open. */
  record Open(TokenRange arc, Epoch chainEpoch) implements Arced {}

  /** Up the line: open here and on everything below. */
  record Opened(TokenRange arc, Epoch chainEpoch) implements Arced {}

  /** A message carried an older chain epoch; nothing was applied. */
  record Stale(Epoch now) implements Message {}

  /** Send me your view, should it be newer than this. */
  record ViewQuery(Epoch have) implements Message {}

  record ViewReply(View view) implements Message {}
}
