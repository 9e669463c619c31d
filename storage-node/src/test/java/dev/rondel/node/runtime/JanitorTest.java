package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.chain.ChainReplica;
import dev.rondel.node.peer.Peers;
import dev.rondel.node.store.PairStore.Change;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.proto.Frame;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JanitorTest {

  private static final NodeId SELF = NodeId.of("a");
  private static final NodeId OTHER = NodeId.of("b");
  private static final Token MIDDLE = new Token(Long.MAX_VALUE, -1);

  /** No link is ever up. */
  private static final class NoLinks implements Peers {
    @Override
    public boolean send(NodeId to, Frame frame) {
      return false;
    }

    @Override
    public boolean hears(NodeId peer) {
      return false;
    }

    @Override
    public void follow(View view) {}

    @Override
    public void close() {}
  }

  private final ControlledStore store = new ControlledStore();
  private final Tokens tokens = new Tokens();
  private final ChainLoop loop = new ChainLoop(new ChainReplica(SELF, 1, tokens::of), store);
  private final Janitor janitor = new Janitor(loop, store, () -> 1_000);

  JanitorTest() {
    loop.start(new NoLinks(), core -> {}, failure -> {});
  }

  @AfterEach
  void close() {
    janitor.close();
    loop.close();
  }

  private void apply(long epoch, Range... ranges) {
    var members =
        Stream.of(SELF, OTHER)
            .map(id -> new Member(id, 1, "h:1", "h:2", "", 1, Member.Standing.IN, true, List.of()))
            .toList();
    var view = new View(new Epoch(epoch), 1, "md5", members, List.of(ranges));
    loop.post(core -> core.onView(view));
    eventually("the view is applied", () -> loop.serving().view().equals(view));
  }

  private static Range range(Token token, NodeId head, long chainEpoch) {
    return new Range(token, List.of(head), List.of(), new Epoch(chainEpoch), List.of());
  }

  private void place(int count, long expiresAt) {
    for (int i = 0; i < count; i++) {
      Key key = Key.of("k" + i);
      var pair = new Pair(key, new Version(i), NodeCluster.value("x"), expiresAt);
      store.append(new Change.Put(tokens.of(key), pair)).join();
    }
  }

  @Test
  void whatThisNodeNoLongerHoldsIsDropped() {
    place(100, 0);
    apply(1, range(Token.MAX, OTHER, 1));

    janitor.round();

    eventually("all is gone", () -> store.size().entries() == 0);
  }

  @Test
  void whatThisNodeHoldsIsKept() {
    place(100, 0);
    apply(1, range(Token.MAX, SELF, 1));

    janitor.round();
    janitor.round();

    assertThat(store.size().entries()).isEqualTo(100);
  }

  @Test
  void theHeadDeletesWhatHasExpired() {
    place(100, 1_000);
    apply(1, range(Token.MAX, SELF, 1));

    janitor.round();

    eventually("all is gone", () -> store.size().entries() == 0);
  }

  @Test
  void whatHasNotExpiredIsKept() {
    place(10, 1_001);
    apply(1, range(Token.MAX, SELF, 1));

    janitor.round();
    janitor.round();

    assertThat(store.size().entries()).isEqualTo(10);
  }

  /**
   * More than one round's work: the place where it stopped may lie in no range that it knows the
   * next time.
   */
  @Test
  void itGoesOnAfterTheRangeInWhichItStoppedHasChanged() {
    place(25_000, 0);
    apply(1, range(Token.MAX, SELF, 1));
    janitor.round();
    apply(2, range(MIDDLE, SELF, 1), range(Token.MAX, OTHER, 2));

    for (int round = 0; round < 4; round++) {
      janitor.round();
    }

    eventually(
        "what went to the other is gone",
        () -> store.scan(loop.serving().view().arc(1), null, 1, false).entries().isEmpty());
    assertThat(store.scan(loop.serving().view().arc(0), null, 1, false).entries()).isNotEmpty();
  }
}
