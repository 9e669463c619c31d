package dev.rondel.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.rondel.proto.Frame;
import dev.rondel.proto.OperationProto;
import dev.rondel.proto.PairProto;
import dev.rondel.proto.RequestFrame;
import dev.rondel.proto.ViewQuery;
import dev.rondel.proto.WriteFrame;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GrpcPeersTest {

  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");

  private final List<GrpcPeers> all = new ArrayList<>();

  /** Writes down what the links tell. */
  private static class Log implements Peers.Listener {
    final Queue<Long> frames = new ConcurrentLinkedQueue<>();
    final Queue<NodeId> from = new ConcurrentLinkedQueue<>();
    final Queue<String> links = new ConcurrentLinkedQueue<>();

    @Override
    public void onFrame(NodeId peer, Frame frame) {
      frames.add(frame.getViewQuery().getEpoch());
      from.add(peer);
    }

    @Override
    public void onLinkUp(NodeId peer) {
      links.add("up " + peer);
    }

    @Override
    public void onLinkDown(NodeId peer, boolean refused) {
      links.add((refused ? "refused " : "down ") + peer);
    }
  }

  @AfterEach
  void close() {
    all.forEach(GrpcPeers::close);
  }

  private GrpcPeers start(NodeId id, long incarnation, int port, Peers.Listener log) {
    var peers = new GrpcPeers(id, incarnation, "127.0.0.1", port);
    all.add(peers);
    peers.start(log);
    return peers;
  }

  private static View view(long epoch, NodeId id, int port, boolean up) {
    var member =
        new Member(id, 1, "h:1", "127.0.0.1:" + port, "", 1, Member.Standing.IN, up, List.of());
    return new View(new Epoch(epoch), 2, "md5", List.of(member), List.of());
  }

  private static Frame frame(long number) {
    return Frame.newBuilder().setViewQuery(ViewQuery.newBuilder().setEpoch(number)).build();
  }

  private static void eventually(String what, Callable<Boolean> condition) {
    await(what).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5)).until(condition);
  }

  @Test
  void framesArriveOnceAndInTheirOrder() {
    var log = new Log();
    GrpcPeers a = start(A, 1, 0, new Log());
    a.follow(view(1, B, start(B, 1, 0, log).port(), true));
    eventually("the link is up", () -> a.send(B, frame(0)));

    for (long i = 1; i < 50_000; i++) {
      assertThat(a.send(B, frame(i))).isTrue();
    }

    eventually("all have arrived", () -> log.frames.size() == 50_000);
    assertThat(log.frames).containsExactlyElementsOf(LongStream.range(0, 50_000).boxed().toList());
    assertThat(log.from).containsOnly(A);
  }

  @Test
  void largeFramesAndSmallOnesKeepTheirOrder() {
    var log = new Log();
    GrpcPeers a = start(A, 1, 0, new Log());
    a.follow(view(1, B, start(B, 1, 0, log).port(), true));
    eventually("the link is up", () -> a.send(B, frame(0)));
    for (long i = 1; i <= 20; i++) {
      a.send(B, large());
      a.send(B, frame(i));
    }

    eventually("all have arrived", () -> log.frames.size() == 41);
    assertThat(log.frames.stream().filter(number -> number > 0).toList())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
  }

  @Test
  void aReceiverThatIsSlowIsNotSentMoreThanItCanHandle() {
    var handled = new ConcurrentLinkedQueue<Runnable>();
    var slow =
        new Log() {
          @Override
          public void onBatch(Runnable done) {
            handled.add(done);
          }
        };
    GrpcPeers a = start(A, 1, 0, new Log());
    a.follow(view(1, B, start(B, 1, 0, slow).port(), true));
    eventually("the link is up", () -> a.send(B, large()));
    for (int i = 1; i < 40; i++) {
      assertThat(a.send(B, large())).isTrue();
    }

    eventually("a few have arrived", () -> !slow.frames.isEmpty());
    await("no more come")
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(30))
        .until(() -> slow.frames.size() < 10);

    eventually(
        "all arrive when they are handled",
        () -> {
          for (Runnable done = handled.poll(); done != null; done = handled.poll()) {
            done.run();
          }
          return slow.frames.size() == 40;
        });
  }

  /** There is no room for ever: what cannot be refused breaks the link, and is sent again. */
  @Test
  void whatWaitsForAPeerIsBoundInBytes() {
    var slow =
        new Log() {
          @Override
          public void onBatch(Runnable done) {}
        };
    GrpcPeers a = new GrpcPeers("", A, 1, "127.0.0.1", 0, 4 << 20);
    all.add(a);
    var log = new Log();
    a.start(log);
    a.follow(view(1, B, start(B, 1, 0, slow).port(), true));
    eventually("the link is up", () -> a.send(B, large()));

    eventually("a question is refused", () -> !a.send(B, question()));
    assertThat(log.links).doesNotContain("down b");
    eventually("the link breaks", () -> !a.send(B, large()));
    eventually("it is told", () -> log.links.contains("down b"));
  }

  private static Frame large() {
    return Frame.newBuilder()
        .setWrite(
            WriteFrame.newBuilder()
                .setPair(PairProto.newBuilder().setValue(ByteString.copyFrom(new byte[1 << 20]))))
        .build();
  }

  private static Frame question() {
    return Frame.newBuilder()
        .setRequest(
            RequestFrame.newBuilder()
                .setOperation(
                    OperationProto.newBuilder().setValue(ByteString.copyFrom(new byte[1 << 20]))))
        .build();
  }

  @Test
  void whereNoLinkIsUpTheSenderIsTold() {
    GrpcPeers a = start(A, 1, 0, new Log());

    assertThat(a.send(B, frame(1))).isFalse();
    assertThat(a.hears(B)).isFalse();
  }

  @Test
  void anAddressThatRefusesIsTold() {
    var log = new Log();
    GrpcPeers b = start(B, 1, 0, new Log());
    int port = b.port();
    b.close();

    start(A, 1, 0, log).follow(view(1, B, port, true));

    eventually("the refusal is told", () -> log.links.contains("refused b"));
  }

  @Test
  void aLinkComesBackWhenThePeerStartsAgain() {
    var log = new Log();
    GrpcPeers a = start(A, 1, 0, log);
    GrpcPeers b = start(B, 1, 0, new Log());
    int port = b.port();
    a.follow(view(1, B, port, true));
    eventually("the link is up", () -> a.send(B, frame(0)));

    b.close();
    eventually("the link is down", () -> log.links.contains("down b"));
    var second = new Log();
    start(B, 2, port, second);

    eventually("the link is up again", () -> a.send(B, frame(7)));
    eventually("the frame has arrived", () -> second.frames.contains(7L));
    assertThat(log.links.stream().filter("up b"::equals)).hasSize(2);
  }

  @Test
  void aLaterStartOfAPeerReplacesTheEarlierOne() {
    var log = new Log();
    GrpcPeers b = start(B, 1, 0, log);
    GrpcPeers old = start(A, 1, 0, new Log());
    old.follow(view(1, B, b.port(), true));
    eventually("the link is up", () -> old.send(B, frame(1)));
    eventually("b hears a", () -> b.hears(A));

    var laterLog = new Log();
    GrpcPeers later = start(A, 2, 0, laterLog);
    later.follow(view(1, B, b.port(), true));

    eventually("the later one is linked", () -> later.send(B, frame(2)));
    eventually("its frame has arrived", () -> log.frames.contains(2L));
    assertThat(log.links).contains("down a");
    // The earlier one notices, tries again and again, and is refused for as long as the later one
    // is there.
    eventually("the earlier one is out", () -> !old.send(B, frame(3)));
    await("the later one stays")
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(30))
        .until(() -> later.send(B, frame(4)) && !old.send(B, frame(5)));
    assertThat(laterLog.links).doesNotContain("down b");
    assertThat(log.frames).doesNotContain(5L);
  }

  @Test
  void aLinkForAnotherNodeIsRefused() {
    var log = new Log();
    var mine = new Log();
    GrpcPeers a = start(A, 1, 0, mine);
    GrpcPeers b = start(B, 1, 0, log);

    a.follow(view(1, NodeId.of("c"), b.port(), true));

    // The right name comes to the same address, over a link of its own.
    GrpcPeers other = start(NodeId.of("d"), 1, 0, new Log());
    other.follow(view(1, B, b.port(), true));
    eventually("the right name is linked", () -> other.send(B, frame(1)));
    eventually("its frame has arrived", () -> log.frames.contains(1L));
    assertThat(a.send(NodeId.of("c"), frame(2))).isFalse();
    assertThat(mine.links).doesNotContain("up c");
    assertThat(log.from).containsOnly(NodeId.of("d"));
  }

  @Test
  void linksToThoseWhoAreDownOrGoneAreClosed() {
    var log = new Log();
    GrpcPeers a = start(A, 1, 0, log);
    GrpcPeers b = start(B, 1, 0, new Log());
    a.follow(view(1, B, b.port(), true));
    eventually("the link is up", () -> a.send(B, frame(0)));

    a.follow(view(2, B, b.port(), false));
    assertThat(a.send(B, frame(1))).isFalse();
    assertThat(log.links).contains("down b");
    eventually("b no longer hears a", () -> !b.hears(A));

    a.follow(view(3, B, b.port(), true));
    eventually("the link is up again", () -> a.send(B, frame(2)));
    a.follow(View.empty(2, "md5"));
    assertThat(a.send(B, frame(3))).isFalse();
  }

  @Test
  void afterTheEndNothingIsSentAndNoLinkIsMade() {
    GrpcPeers a = start(A, 1, 0, new Log());
    GrpcPeers b = start(B, 1, 0, new Log());
    a.follow(view(1, B, b.port(), true));
    eventually("the link is up", () -> a.send(B, frame(0)));

    a.close();
    a.follow(view(2, B, b.port(), true));

    assertThat(a.send(B, frame(1))).isFalse();
    eventually("b no longer hears a", () -> !b.hears(A));
  }

  @Test
  void aPortInUseIsSaidWithThePropertyThatHelps() {
    GrpcPeers a = start(A, 1, 0, new Log());
    var second = new GrpcPeers(B, 1, "127.0.0.1", a.port());
    all.add(second);

    assertThatThrownBy(() -> second.start(new Log())).hasMessageContaining("rondel.grpc.port");
  }
}
