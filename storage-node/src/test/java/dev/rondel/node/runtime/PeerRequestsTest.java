package dev.rondel.node.runtime;

import static dev.rondel.node.runtime.NodeCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.chain.Message;
import dev.rondel.node.peer.FrameCodec;
import dev.rondel.node.peer.GrpcPeers;
import dev.rondel.node.peer.Peers;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.proto.Frame;
import dev.rondel.proto.ListRequest;
import dev.rondel.proto.OperationProto;
import dev.rondel.proto.OutcomeProto;
import dev.rondel.proto.ReplyFrame;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.Wire;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A real node, and a peer of which only the link is real: it says what the test wants, and hears
 * the answers.
 */
final class PeerRequestsTest {

  private static final NodeId PEER = NodeId.of("peer");
  private static final NodeId NODE = NodeId.of("a");

  private final NodeCluster cluster = new NodeCluster(Hashing.named("murmur3"), "a");
  private final Queue<ReplyFrame> replies = new ConcurrentLinkedQueue<>();
  private final GrpcPeers peer = new GrpcPeers(PEER, 1, "127.0.0.1", 0);

  @AfterEach
  void close() {
    peer.close();
    cluster.close();
  }

  private void link() {
    peer.start(
        new Peers.Listener() {
          @Override
          public void onFrame(NodeId from, Frame frame) {
            if (frame.hasReply()) {
              replies.add(frame.getReply());
            }
          }

          @Override
          public void onLinkUp(NodeId to) {}

          @Override
          public void onLinkDown(NodeId from, boolean refused) {}
        });
    peer.follow(view(1));
    eventually("the peer is linked", () -> peer.send(NODE, Frame.getDefaultInstance()));
  }

  /** The peer heads the whole ring, the node is its successor. */
  private View view(long epoch) {
    String address = cluster.coordinator.hello(NODE).orElseThrow().getPeerAddress();
    return new View(
        new Epoch(epoch),
        2,
        "murmur3",
        List.of(member(NODE, address), member(PEER, "127.0.0.1:" + peer.port())),
        List.of(new Range(Token.MAX, List.of(PEER, NODE), List.of(), new Epoch(1), List.of())));
  }

  private static Member member(NodeId id, String address) {
    return new Member(id, 1, "h:1", address, "", 1, Member.Standing.IN, true, List.of());
  }

  private boolean tell(Message message) {
    return peer.send(NODE, FrameCodec.encode(message));
  }

  /**
   * A write that comes before the first view waits; the view must bring the hash function before it
   * brings the write.
   */
  @Test
  void aWriteThatWaitsForTheFirstViewIsStoredUnderItsToken() {
    link();
    Pair pair = new Pair(Key.of("k"), Version.of(1, 1), NodeCluster.value("x"), 0);

    tell(new Message.Write(new Epoch(1), pair));
    tell(new Message.ViewReply(view(1)));

    eventually("the write is stored", () -> cluster.node("a").store.size().entries() == 1);
    assertThat(cluster.node("a").store.get(cluster.tokenOf("k"), pair.key())).isEqualTo(pair);
  }

  @Test
  void aNodeThatCannotReadSaysSo() {
    link();
    tell(new Message.ViewReply(view(1)));
    tell(new Message.Open(new TokenRange(Token.MAX, Token.MAX), new Epoch(1)));
    var list =
        ListRequest.newBuilder()
            .setRangeToken(Wire.toBytes(Token.MAX))
            .setArcAfter(Wire.toBytes(Token.MAX))
            .setAfter(Wire.toBytes(Key.of("k")))
            .setLimit(-1);
    cluster.node("a").store.failScans();

    peer.send(
        NODE,
        Frame.newBuilder().setRequest(RequestFrame.newBuilder().setId(1).setList(list)).build());
    peer.send(
        NODE,
        Frame.newBuilder()
            .setRequest(
                RequestFrame.newBuilder().setId(2).setOperation(OperationProto.newBuilder()))
            .build());

    eventually("both are answered", () -> replies.size() == 2);
    for (ReplyFrame reply : replies) {
      if (reply.getId() == 1) {
        assertThat(reply.getList().getRefused()).isTrue();
      } else {
        assertThat(reply.getOutcome().getKind()).isEqualTo(OutcomeProto.Kind.UNAVAILABLE);
      }
    }
  }
}
