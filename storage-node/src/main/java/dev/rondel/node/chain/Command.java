package dev.rondel.node.chain;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;

/** What the core wants done, in the order in which it was wanted. */
public sealed interface Command {

  record Send(NodeId to, Message message) implements Command {}

  /**
   * Store the pair, then say {@link ChainReplica#onAppended} or {@link
   * ChainReplica#onAppendFailed}.
   */
  record Append(Token token, Pair pair) implements Command {}

  /** Forget the key, where the stored version is this one; nobody waits for it. */
  record Erase(Token token, Key key, Version version) implements Command {}

  /** Read the stored pair, then say {@link ChainReplica#onRead}. */
  record Read(long request, Token token, Key key) implements Command {}

  record Reply(long request, Result result) implements Command {}
}
