package dev.rondel.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.peer.Peers;
import dev.rondel.proto.Frame;
import dev.rondel.proto.ReplyFrame;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class CallsTest {

  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");

  /** Links that are up or not as a test says, and keep what was sent. */
  private static final class Links implements Peers {
    final List<RequestFrame> sent = new ArrayList<>();
    boolean to = true;
    boolean from = true;

    @Override
    public boolean send(NodeId peer, Frame frame) {
      if (to) {
        sent.add(frame.getRequest());
      }
      return to;
    }

    @Override
    public boolean hears(NodeId peer) {
      return from;
    }

    @Override
    public void follow(View view) {}

    @Override
    public void close() {}
  }

  private final Links links = new Links();
  private final Calls calls = new Calls(links);

  private CompletableFuture<ReplyFrame> ask(NodeId peer) {
    return calls.ask(peer, RequestFrame.newBuilder());
  }

  private ReplyFrame replyTo(int index) {
    return ReplyFrame.newBuilder().setId(links.sent.get(index).getId()).build();
  }

  private static boolean sent(CompletableFuture<ReplyFrame> reply) {
    return reply.exceptionNow() instanceof Calls.NoAnswer noAnswer && noAnswer.sent();
  }

  @Test
  void anAnswerFindsItsQuestion() {
    var first = ask(A);
    var second = ask(A);

    calls.onReply(replyTo(1));

    assertThat(second).isCompletedWithValue(replyTo(1));
    assertThat(first).isNotDone();
    assertThat(calls.underWay()).isEqualTo(1);
  }

  @Test
  void withoutALinkInBothDirectionsNothingIsSent() {
    links.to = false;
    assertThat(sent(ask(A))).isFalse();
    links.to = true;
    links.from = false;
    assertThat(sent(ask(A))).isFalse();

    assertThat(links.sent).isEmpty();
    assertThat(calls.underWay()).isZero();
  }

  @Test
  void aBrokenLinkEndsTheQuestionsToThatPeerOnly() {
    var toA = ask(A);
    var toB = ask(B);

    calls.onLinkDown(A);

    assertThat(sent(toA)).isTrue();
    assertThat(toB).isNotDone();
  }

  @Test
  void aQuestionThatWasGivenUpIsForgotten() {
    var reply = ask(A);

    reply.cancel(false);

    assertThat(calls.underWay()).isZero();
    calls.onReply(replyTo(0));
    assertThat(reply).isCancelled();
  }
}
