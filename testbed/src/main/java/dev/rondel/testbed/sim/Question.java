package dev.rondel.testbed.sim;

import dev.rondel.node.chain.Message;
import dev.rondel.node.chain.RangeCopy;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.testbed.history.Action;
import dev.rondel.view.Epoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one node asks another over their connections, beside the messages of the chain. */
sealed interface Question {

  record Operate(Key key, Action action, long until) implements Question {}

  record Confirm(TokenRange arc, Epoch chainEpoch) implements Question {}

  record ListKeys(TokenRange arc, Epoch chainEpoch, @Nullable Key after) implements Question {}

  record Fetch(Token token, Epoch chainEpoch, List<Key> keys, boolean settled)
      implements Question {}

  /** What comes back. */
  sealed interface Reply {
    record Operated(Answer answer) implements Reply {}

    record Confirmed(boolean same) implements Reply {}

    record Listed(RangeCopy.Batch batch) implements Reply {}

    record Fetched(List<Pair> pairs) implements Reply {}

    record Refused() implements Reply {}
  }

  /** A parcel on a connection between nodes. */
  sealed interface Parcel {
    record Chain(Message message) implements Parcel {}

    record Asks(NodeId from, long id, Question question) implements Parcel {}

    record Replies(long id, Reply reply) implements Parcel {}
  }
}
