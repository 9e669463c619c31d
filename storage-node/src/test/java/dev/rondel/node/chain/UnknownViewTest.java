package dev.rondel.node.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import org.junit.jupiter.api.Test;

/** A message of a view that this node has not seen. */
class UnknownViewTest {

  private static final NodeId PEER = NodeId.of("n2");

  private final ChainReplica core = new ChainReplica(NodeId.of("n1"), 1, key -> Token.MAX);

  @Test
  void theViewIsAskedForUntilItIsThere() {
    var question = new Command.Send(PEER, new Message.ViewQuery(Epoch.ZERO));
    core.onMessage(PEER, new Message.Fence(new TokenRange(Token.MIN, Token.MAX), new Epoch(7)));
    assertThat(core.take()).containsExactly(question);

    core.onTick();
    assertThat(core.take()).containsExactly(question);
  }
}
