package dev.rondel.node.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A head whose disk has no room. */
class FullDiskTest {

  private static final NodeId SELF = NodeId.of("n1");
  private static final NodeId OTHER = NodeId.of("n2");
  private static final Token LOW = new Token(1, 0);
  private static final Key IN_LOW = Key.of("low");
  private static final Key IN_HIGH = Key.of("high");

  private final ChainReplica core = new ChainReplica(SELF, 1, FullDiskTest::hash);

  private static Token hash(Key key) {
    return key.equals(IN_LOW) ? LOW : Token.MAX;
  }

  @Test
  void writesAreRefusedWhileOneWaitsForRoom() {
    core.onView(view(1, SELF, 1));
    fill(store(1, IN_LOW));

    assertThat(store(2, IN_HIGH)).containsExactly(new Command.Reply(2, new Result.Full()));
  }

  @Test
  void writesAreTriedAgainWhenTheOneThatWaitedHasGoneToAnotherNode() {
    core.onView(view(1, SELF, 1));
    fill(store(1, IN_LOW));
    core.onView(view(2, OTHER, 2));
    core.onTick();
    core.take();

    assertThat(store(2, IN_HIGH)).hasSize(1).first().isInstanceOf(Command.Append.class);
  }

  private List<Command> store(long request, Key key) {
    var value = Value.of(new byte[1], Value.BINARY);
    core.submit(new Request(request, hash(key), key, new Request.Store(value, 0)));
    return core.take();
  }

  private void fill(List<Command> commands) {
    for (Command command : commands) {
      if (command instanceof Command.Append(var token, var pair)) {
        core.onAppendFailed(token, pair.key(), pair.version());
      }
    }
    core.take();
  }

  private static View view(long epoch, NodeId lowHead, long lowEpoch) {
    return new View(
        new Epoch(epoch),
        1,
        "md5",
        List.of(member(SELF), member(OTHER)),
        List.of(range(LOW, lowHead, lowEpoch), range(Token.MAX, SELF, 1)));
  }

  private static Member member(NodeId id) {
    return new Member(id, 1, "h:1", "h:2", "", 1, Member.Standing.IN, true, List.of());
  }

  private static Range range(Token token, NodeId head, long chainEpoch) {
    return new Range(token, List.of(head), List.of(), new Epoch(chainEpoch), List.of());
  }
}
