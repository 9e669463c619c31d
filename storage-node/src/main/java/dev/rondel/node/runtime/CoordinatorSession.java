package dev.rondel.node.runtime;

import dev.rondel.node.chain.ChainReplica;
import dev.rondel.node.chain.Lease;
import dev.rondel.node.chain.RangeCopy;
import dev.rondel.node.peer.Silence;
import dev.rondel.node.store.PairStore;
import dev.rondel.proto.CoordinatorMessage;
import dev.rondel.proto.CoordinatorServiceGrpc;
import dev.rondel.proto.CopyProgress;
import dev.rondel.proto.Heartbeat;
import dev.rondel.proto.Hello;
import dev.rondel.proto.NodeMessage;
import dev.rondel.proto.RangeReport;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Epoch;
import dev.rondel.view.Range;
import dev.rondel.wire.Wire;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream to the coordinator: hello, then heartbeats that say what this node is and has; back
 * come views and leases. Heartbeats are made on the chain's thread, so a node whose chain is stuck
 * falls silent, and so does one whose disk hangs: its ranges go on without it. A broken stream is
 * made again, and so is one on which the coordinator has said nothing for twice the time of a
 * lease: every heartbeat has an answer. Where it says nothing on new streams either, each of them
 * is given longer.
 */
final class CoordinatorSession implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CoordinatorSession.class);
  private static final long HEARTBEAT_MILLIS = 200;
  private static final long SOON_MILLIS = 5;
  private static final int CONNECT_MILLIS = 3_000;
  private static final long LEAST_PATIENCE_MILLIS = 2_000;
  private static final int MOST_DOUBLINGS = 3;

  private final ChainLoop loop;
  private final PairStore store;
  private final Learning learning;
  private final Lease lease;
  private final Tokens tokens;
  private volatile String address;
  private final Set<NodeId> suspects = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean soon = new AtomicBoolean();

  /** Streams since the last word of the coordinator. */
  private final AtomicInteger mute = new AtomicInteger();

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("coordinator-session").factory());

  private volatile ManagedChannel channel;
  private volatile @Nullable Stream attempt;
  private volatile @Nullable Stream stream;
  private volatile long leaseMillis = LEAST_PATIENCE_MILLIS;
  private volatile @Nullable String refusal;
  private volatile boolean closed;
  private volatile boolean failed;
  private Hello hello = Hello.getDefaultInstance();
  private long heartbeats;
  private boolean wasConnected = true;
  private boolean hanging;

  CoordinatorSession(
      String address,
      ChainLoop loop,
      PairStore store,
      Learning learning,
      Lease lease,
      Tokens tokens) {
    this.loop = loop;
    this.tokens = tokens;
    this.store = store;
    this.learning = learning;
    this.lease = lease;
    this.address = address;
    this.channel = newChannel();
  }

  private ManagedChannel newChannel() {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .usePlaintext()
        .directExecutor()
        .maxInboundMessageSize(64 << 20)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .build();
  }

  /** Says hello, and again on each new stream. */
  void start(Hello introduction) {
    hello = introduction;
    timer.execute(this::connect);
    var _ =
        timer.scheduleAtFixedRate(
            () -> loop.post(this::heartbeat),
            HEARTBEAT_MILLIS,
            HEARTBEAT_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Sends a heartbeat earlier than the next one is due: there is something to report. */
  void reportSoon() {
    if (soon.compareAndSet(false, true)) {
      later(() -> loop.post(this::heartbeat), SOON_MILLIS);
    }
  }

  void suspect(NodeId peer) {
    if (suspects.add(peer)) {
      reportSoon();
    }
  }

  /** The store failed for good: this node asks to leave its chains. */
  void fail() {
    failed = true;
    reportSoon();
  }

  boolean isConnected() {
    return stream != null;
  }

  /** Why the coordinator does not take this node; null where it does, or was not asked yet. */
  @Nullable String refusal() {
    return refusal;
  }

  /** With the view that this node has applied: a coordinator that knows less must not lead it. */
  private Hello introduction() {
    long applied = loop.serving().view().epoch().value();
    return hello.toBuilder().setAppliedEpoch(applied).build();
  }

  private void connect() {
    if (!closed) {
      var next = new Stream();
      attempt = next;
      CoordinatorServiceGrpc.newStub(channel).session(next);
    }
  }

  /** Called where heartbeats are made: a node that sends none does not wait for an answer. */
  private void breakWhereSilent() {
    Stream current = attempt;
    long patience =
        Math.max(2 * leaseMillis, LEAST_PATIENCE_MILLIS) << Math.min(mute.get(), MOST_DOUBLINGS);
    if (current != null && current.silence.isLongerThan(TimeUnit.MILLISECONDS.toNanos(patience))) {
      attempt = null;
      mute.incrementAndGet();
      log.warn("the coordinator at {} has said nothing for {} ms", address, patience);
      later(this::breakConnection, 0);
    }
  }

  /** The coordinator is elsewhere now. */
  void redirect(String now) {
    if (!now.equals(address)) {
      address = now;
      breakConnection();
    }
  }

  private synchronized void breakConnection() {
    if (!closed) {
      ManagedChannel silent = channel;
      channel = newChannel();
      silent.shutdownNow();
    }
  }

  private void heartbeat(ChainReplica core) {
    soon.set(false);
    learning.follow(core);
    if (hangs()) {
      return;
    }
    breakWhereSilent();
    Stream current = stream;
    if (current == null) {
      return;
    }
    long number = ++heartbeats;
    lease.sent(number);
    var size = store.size();
    var beat =
        Heartbeat.newBuilder()
            .setNumber(number)
            .setAppliedEpoch(core.view().epoch().value())
            .addAllOpened(reports(core.opened()))
            .addAllCaughtUp(reports(core.caughtUp()))
            .setPairs(size.entries())
            .setBytes(size.bytes())
            .setFailed(failed);
    List<NodeId> told = List.copyOf(suspects);
    told.forEach(suspect -> beat.addSuspects(suspect.value()));
    for (RangeCopy copy : learning.running()) {
      beat.addCopying(
          CopyProgress.newBuilder()
              .setToken(Wire.toBytes(copy.range().token()))
              .setChainEpoch(copy.range().chainEpoch().value())
              .setKeysTotal(copy.keysTotal())
              .setKeysDone(copy.keysDone())
              .setBytesCopied(copy.bytesCopied()));
    }
    if (current.send(NodeMessage.newBuilder().setHeartbeat(beat).build())) {
      told.forEach(suspects::remove);
    }
  }

  /** Nothing of this node can be acknowledged then: others are to take its place. */
  private boolean hangs() {
    boolean now = loop.diskHangs();
    if (now && !hanging) {
      log.error("the disk does not answer: nothing is said to the coordinator until it does");
    }
    hanging = now;
    return now;
  }

  private static List<RangeReport> reports(List<Range> ranges) {
    return ranges.stream()
        .map(
            range ->
                RangeReport.newBuilder()
                    .setToken(Wire.toBytes(range.token()))
                    .setChainEpoch(range.chainEpoch().value())
                    .build())
        .toList();
  }

  private void take(CoordinatorMessage message) {
    switch (message.getBodyCase()) {
      case VIEW -> {
        var view = Wire.fromProto(message.getView());
        refusal = null;
        tokens.follow(view);
        loop.post(core -> core.onView(view));
      }
      case LEASE -> {
        var granted = message.getLease();
        leaseMillis = granted.getDurationMillis();
        loop.post(
            core ->
                lease.renewed(
                    granted.getNumber(),
                    TimeUnit.MILLISECONDS.toNanos(granted.getDurationMillis()),
                    new Epoch(granted.getEpoch()),
                    core.view().epoch()));
      }
      case REFUSAL -> {
        String reason = message.getRefusal().getMessage();
        if (!reason.equals(refusal)) {
          log.error("the coordinator refuses this node: {}", reason);
        }
        refusal = reason;
      }
      case BODY_NOT_SET -> log.warn("the coordinator sent a message of a newer version");
    }
  }

  private void ended(Stream ended, @Nullable Throwable error) {
    if (stream == ended) {
      stream = null;
    }
    if (closed) {
      return;
    }
    if (wasConnected) {
      wasConnected = false;
      log.warn(
          "no session with the coordinator at {}{}; trying again",
          address,
          error == null ? "" : " (" + error.getMessage() + ")");
    }
    later(
        () -> {
          channel.resetConnectBackoff();
          connect();
        },
        HEARTBEAT_MILLIS);
  }

  /** After the end nothing happens any more: links that close then still tell of it. */
  private void later(Runnable task, long millis) {
    try {
      var _ = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException ended) {
      log.debug("not done, the session has ended");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    synchronized (this) {
      closed = true;
      channel.shutdownNow();
    }
  }

  /** One stream; sends come from the chain's thread and, the first, from the transport's. */
  private final class Stream implements ClientResponseObserver<NodeMessage, CoordinatorMessage> {

    private final Silence silence = new Silence(System::nanoTime);
    private @Nullable ClientCallStreamObserver<NodeMessage> requests;
    private boolean greeted;
    private boolean accepted;

    /** False where the transport does not take it now. */
    synchronized boolean send(NodeMessage message) {
      if (requests == null || !requests.isReady()) {
        return false;
      }
      requests.onNext(message);
      return true;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<NodeMessage> requestStream) {
      requests = requestStream;
      requestStream.setOnReadyHandler(this::onReady);
    }

    private synchronized void onReady() {
      if (!greeted && requests != null) {
        greeted = true;
        lease.forgetSent();
        requests.onNext(NodeMessage.newBuilder().setHello(introduction()).build());
        stream = this;
        reportSoon();
      }
    }

    @Override
    public void onNext(CoordinatorMessage message) {
      silence.heard();
      mute.set(0);
      if (!accepted && message.hasView()) {
        accepted = true;
        wasConnected = true;
        log.info("in session with the coordinator at {}", address);
      }
      take(message);
    }

    @Override
    public void onError(Throwable error) {
      ended(this, error);
    }

    @Override
    public void onCompleted() {
      ended(this, null);
    }
  }
}
