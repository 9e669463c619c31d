package dev.rondel.coordinator;

import dev.rondel.proto.CoordinatorMessage;
import dev.rondel.proto.CoordinatorServiceGrpc;
import dev.rondel.proto.CopyProgress;
import dev.rondel.proto.Heartbeat;
import dev.rondel.proto.Hello;
import dev.rondel.proto.Lease;
import dev.rondel.proto.NodeMessage;
import dev.rondel.proto.RangeReport;
import dev.rondel.proto.Refusal;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.Wire;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node without data over real gRPC: it opens and has caught up with whatever the view asks of it
 * at once, and says so with each heartbeat. Its peer port accepts connections until it is killed.
 */
public final class FakeNode implements AutoCloseable {

  public static final long KEYS_OF_RANGE = 1_000_000;
  private static final long BYTES_OF_PAIR = 100;

  private final NodeId id;
  private final ServerSocket peerPort;
  private final ManagedChannel channel;
  private final StreamObserver<NodeMessage> toCoordinator;
  private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
  private volatile @Nullable View view;
  private volatile @Nullable Lease lease;
  private volatile @Nullable Refusal refusal;
  private volatile boolean copiesWithoutEnd;
  private long copied;
  private long number;

  public FakeNode(String id, long incarnation, int coordinatorPort) throws IOException {
    this(id, incarnation, coordinatorPort, false);
  }

  /**
   * One that copies each range key by key, {@link #KEYS_OF_RANGE} in all, and never has caught up
   * before {@link #finishCopies}.
   */
  public static FakeNode copying(String id, int coordinatorPort) throws IOException {
    return new FakeNode(id, 1, coordinatorPort, true);
  }

  private FakeNode(String id, long incarnation, int coordinatorPort, boolean copiesWithoutEnd)
      throws IOException {
    this.copiesWithoutEnd = copiesWithoutEnd;
    this.id = NodeId.of(id);
    this.peerPort = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.channel =
        NettyChannelBuilder.forAddress("localhost", coordinatorPort).usePlaintext().build();
    this.toCoordinator = CoordinatorServiceGrpc.newStub(channel).session(new Ear());
    send(
        NodeMessage.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setNodeId(id)
                    .setIncarnation(incarnation)
                    .setHttpAddress("localhost:" + (peerPort.getLocalPort() + 1))
                    .setPeerAddress("localhost:" + peerPort.getLocalPort())
                    .setWeight(1)
                    .setJoin(true))
            .build());
    var _ = heart.scheduleWithFixedDelay(this::beat, 20, 20, TimeUnit.MILLISECONDS);
  }

  public NodeId id() {
    return id;
  }

  public @Nullable View view() {
    return view;
  }

  /** The epoch of the newest lease; -1 before the first. */
  public long leaseEpoch() {
    Lease newest = lease;
    return newest == null ? -1 : newest.getEpoch();
  }

  /** The code of the refusal, empty where there is none. */
  public String refusalCode() {
    Refusal said = refusal;
    return said == null ? "" : said.getCode();
  }

  private void beat() {
    var heartbeat =
        Heartbeat.newBuilder().setNumber(++number).setPairs(100).setBytes(100 * BYTES_OF_PAIR);
    copied++;
    View known = view;
    if (known != null) {
      heartbeat.setAppliedEpoch(known.epoch().value());
      for (Range range : known.ranges()) {
        var report =
            RangeReport.newBuilder()
                .setToken(Wire.toBytes(range.token()))
                .setChainEpoch(range.chainEpoch().value());
        if (range.head().equals(id) && !range.isSettled()) {
          heartbeat.addOpened(report);
        }
        if (range.learners().contains(id)) {
          if (copiesWithoutEnd) {
            heartbeat.addCopying(copyOf(range));
          } else {
            heartbeat.addCaughtUp(report);
          }
        }
      }
    }
    send(NodeMessage.newBuilder().setHeartbeat(heartbeat).build());
  }

  private CopyProgress copyOf(Range range) {
    return CopyProgress.newBuilder()
        .setToken(Wire.toBytes(range.token()))
        .setChainEpoch(range.chainEpoch().value())
        .setKeysTotal(KEYS_OF_RANGE)
        .setKeysDone(copied)
        .setBytesCopied(copied * BYTES_OF_PAIR)
        .build();
  }

  /** Everything that it copies, now and later, is there at once. */
  public void finishCopies() {
    copiesWithoutEnd = false;
  }

  private synchronized void send(NodeMessage message) {
    try {
      toCoordinator.onNext(message);
    } catch (IllegalStateException ended) {
      // the coordinator has ended the session
    }
  }

  /** The process is gone: its connections break, its port refuses. */
  public void kill() {
    heart.shutdownNow();
    try {
      peerPort.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel.shutdownNow();
  }

  /** The process does nothing any more, and all its connections stay. */
  public void freeze() {
    heart.shutdownNow();
  }

  @Override
  public void close() {
    kill();
  }

  private final class Ear implements StreamObserver<CoordinatorMessage> {
    @Override
    public void onNext(CoordinatorMessage message) {
      switch (message.getBodyCase()) {
        case VIEW -> view = Wire.fromProto(message.getView());
        case LEASE -> lease = message.getLease();
        case REFUSAL -> refusal = message.getRefusal();
        case BODY_NOT_SET -> throw new IllegalStateException("empty message");
      }
    }

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onCompleted() {}
  }
}
