package dev.rondel.node.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When a learner counts as caught up. */
class CatchingUpTest {

  private static final NodeId HEAD = NodeId.of("n1");
  private static final NodeId LEARNER = NodeId.of("n2");
  private static final TokenRange RING = new TokenRange(Token.MAX, Token.MAX);

  private final ChainReplica core = new ChainReplica(LEARNER, 1, key -> Token.MAX);

  /** In a line between the two it may have been left out, and have missed writes. */
  @Test
  void copiesAgainInEveryNewLine() {
    learns(1);
    assertThat(core.onCaughtUp(Token.MAX, new Epoch(1))).isTrue();
    assertThat(core.caughtUp()).hasSize(1);

    learns(3);

    assertThat(core.caughtUp()).isEmpty();
    assertThat(core.learning()).containsExactly(0);
  }

  /** The copy has left the key to the chain: until then, the learner has no state of it. */
  @Test
  void isNotThereBeforeWhatTheChainWroteMeanwhileIsOnItsDisk() {
    learns(1);
    var pair = Pair.tombstone(Key.of("k"), Version.of(1, 1));
    core.onMessage(HEAD, new Message.Write(new Epoch(1), pair));
    core.onCaughtUp(Token.MAX, new Epoch(1));
    assertThat(core.caughtUp()).isEmpty();
    core.onAppendFailed(Token.MAX, pair.key(), pair.version());
    assertThat(core.caughtUp()).isEmpty();

    core.onAppended(Token.MAX, pair.key(), pair.version());

    assertThat(core.caughtUp()).hasSize(1);
    var later = Pair.tombstone(pair.key(), Version.of(1, 2));
    core.onMessage(HEAD, new Message.Write(new Epoch(1), later));
    assertThat(core.caughtUp()).hasSize(1);
  }

  private void learns(long epoch) {
    var range = new Range(Token.MAX, List.of(HEAD), List.of(LEARNER), new Epoch(epoch), List.of());
    core.onView(new View(new Epoch(epoch), 2, "md5", members(), List.of(range)));
    core.onMessage(HEAD, new Message.Open(RING, new Epoch(epoch)));
  }

  private static List<Member> members() {
    return Stream.of(HEAD, LEARNER)
        .map(id -> new Member(id, 1, "h:1", "h:2", "", 1, Member.Standing.IN, true, List.of()))
        .toList();
  }
}
