package dev.rondel.node.peer;

import dev.rondel.proto.Frame;
import dev.rondel.proto.Frames;
import dev.rondel.proto.LinkReply;
import dev.rondel.proto.PeerServiceGrpc;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.net.ConnectException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A link to one peer: a queue, and a gRPC stream that takes from it whatever waits, many frames in
 * one message. It is up from the peer's greeting until the stream ends, and tries again by itself
 * until it is closed. The peer greets again and again: where that stops the link is broken, however
 * well its connection looks.
 */
final class OutboundLink {

  private static final int MAX_QUEUED = 200_000;

  private static final int BATCH_FRAMES = 512;
  private static final int BATCH_BYTES = 512 * 1024;
  private static final long RETRY_MILLIS = 100;
  private static final int CONNECT_MILLIS = 3_000;

  private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(GrpcPeers.SILENCE_MILLIS);

  private final String table;
  private final NodeId self;
  private final long incarnation;
  private final NodeId peer;
  private final Peers.Listener listener;
  private final ScheduledExecutorService timer;
  private final long mostBytes;
  private final String address;

  private volatile ManagedChannel channel;
  private volatile @Nullable Session attempt;
  private volatile @Nullable Session session;
  private volatile boolean closed;

  OutboundLink(
      String table,
      NodeId self,
      long incarnation,
      Member peer,
      Peers.Listener listener,
      ScheduledExecutorService timer,
      long mostBytes) {
    this.table = table;
    this.self = self;
    this.incarnation = incarnation;
    this.peer = peer.id();
    this.listener = listener;
    this.timer = timer;
    this.mostBytes = mostBytes;
    this.address = peer.peerAddress();
    this.channel = newChannel();
    connect();
  }

  private ManagedChannel newChannel() {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .usePlaintext()
        .directExecutor()
        .flowControlWindow(4 << 20)
        .maxInboundMessageSize(GrpcPeers.MAX_MESSAGE_BYTES)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .build();
  }

  String address() {
    return address;
  }

  boolean send(Frame frame) {
    Session current = session;
    return current != null && current.offer(frame);
  }

  void close() {
    Session current = session;
    synchronized (this) {
      closed = true;
      session = null;
      channel.shutdownNow();
    }
    if (current != null) {
      listener.onLinkDown(peer, false);
    }
  }

  private void connect() {
    if (!closed) {
      var next = new Session();
      attempt = next;
      channel.resetConnectBackoff();
      PeerServiceGrpc.newStub(channel).link(next);
    }
  }

  /** Breaks the link, and its connection, where the peer has not greeted for too long. */
  synchronized void breakWhereSilent() {
    Session current = attempt;
    if (!closed && current != null && current.silence.isLongerThan(SILENCE_NANOS)) {
      attempt = null;
      ManagedChannel silent = channel;
      channel = newChannel();
      silent.shutdownNow();
    }
  }

  private void ended(Session ended, boolean refused) {
    boolean wasUp = session == ended;
    if (wasUp) {
      session = null;
    }
    if (closed) {
      return;
    }
    if (wasUp || refused) {
      listener.onLinkDown(peer, refused);
    }
    try {
      var _ = timer.schedule(this::connect, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      closed = true;
    }
  }

  /** One stream: frames go out in the order in which they were offered. */
  private final class Session implements ClientResponseObserver<Frames, LinkReply> {

    private final Silence silence = new Silence(System::nanoTime);
    private final ConcurrentLinkedQueue<Frame> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean draining = new AtomicBoolean();
    private @Nullable ClientCallStreamObserver<Frames> stream;

    /**
     * A chain message that finds no room breaks the link, as one that was lost would: what is
     * pending is sent again. A question or an answer is refused, and earlier, for it can be.
     */
    boolean offer(Frame frame) {
      long size = frame.getSerializedSize();
      boolean canBeRefused = frame.hasRequest() || frame.hasReply();
      if (canBeRefused && queuedBytes.get() > mostBytes / 2) {
        return false;
      }
      if (queued.incrementAndGet() > MAX_QUEUED || queuedBytes.getAndAdd(size) > mostBytes) {
        stream().cancel("the peer does not keep up", null);
        return false;
      }
      queue.add(frame);
      drain();
      return true;
    }

    private ClientCallStreamObserver<Frames> stream() {
      if (stream == null) {
        throw new IllegalStateException("the link has not started");
      }
      return stream;
    }

    /** Sends while the transport takes it; one thread at a time, and nobody waits for it. */
    private void drain() {
      while (!queue.isEmpty() && stream().isReady() && draining.compareAndSet(false, true)) {
        try {
          while (!queue.isEmpty() && stream().isReady()) {
            stream().onNext(batch());
          }
        } catch (IllegalStateException ended) {
          queue.clear();
        } finally {
          draining.set(false);
        }
      }
    }

    private Frames batch() {
      var frames = Frames.newBuilder();
      int bytes = 0;
      while (frames.getFramesCount() < BATCH_FRAMES && bytes < BATCH_BYTES) {
        Frame next = queue.poll();
        if (next == null) {
          break;
        }
        queued.decrementAndGet();
        queuedBytes.addAndGet(-next.getSerializedSize());
        bytes += next.getSerializedSize();
        frames.addFrames(next);
      }
      return frames.build();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Frames> requestStream) {
      stream = requestStream;
      requestStream.setOnReadyHandler(this::onReady);
    }

    private boolean greeted;

    private void onReady() {
      if (!greeted) {
        greeted = true;
        stream()
            .onNext(
                Frames.newBuilder()
                    .setFrom(self.value())
                    .setTo(peer.value())
                    .setIncarnation(incarnation)
                    .setTable(table)
                    .build());
      }
      drain();
    }

    @Override
    public void onNext(LinkReply greeting) {
      silence.heard();
      if (session != this && !closed) {
        session = this;
        listener.onLinkUp(peer);
      }
    }

    @Override
    public void onError(Throwable error) {
      boolean refused = false;
      for (Throwable cause = error; cause != null; cause = cause.getCause()) {
        refused |= cause instanceof ConnectException;
      }
      ended(this, refused && Status.fromThrowable(error).getCode() == Status.Code.UNAVAILABLE);
    }

    @Override
    public void onCompleted() {
      ended(this, false);
    }
  }
}
