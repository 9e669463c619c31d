package dev.rondel.node.peer;

import dev.rondel.proto.Frame;
import dev.rondel.proto.Frames;
import dev.rondel.proto.LinkReply;
import dev.rondel.proto.PeerServiceGrpc;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Links over gRPC bidirectional streams, one for each peer and direction. */
public final class GrpcPeers implements Peers {

  private static final Logger log = LoggerFactory.getLogger(GrpcPeers.class);

  static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final long CLOSE_SECONDS = 5;

  /** So often a peer is told that this node hears it. */
  private static final long GREETING_MILLIS = 500;

  /** A link on which nothing was heard for so long is broken, by both of its ends. */
  static final long SILENCE_MILLIS = 3_000;

  private static final long PING_MILLIS = 1_000;

  /** Batches of one peer that are handled at once; each has about half a megabyte at most. */
  private static final int BATCHES = 4;

  private static final int HEAP_PART = 4;
  private static final long LEAST_QUEUED_BYTES = 32L << 20;

  private final String table;
  private final NodeId self;
  private final long incarnation;
  private final long mostBytes;
  private final Server server;
  private final Map<NodeId, OutboundLink> links = new ConcurrentHashMap<>();
  private final Map<NodeId, Inbound> inbound = new ConcurrentHashMap<>();
  private Listener listener = new Nobody();
  private boolean closed;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("peer-links").factory());

  /**
   * Does not listen before {@link #start}. What waits for one peer may take a quarter of the heap.
   *
   * @param host the address to listen on; null for all
   * @param port 0 for any free one; see {@link #port()}
   */
  public GrpcPeers(NodeId self, long incarnation, @Nullable String host, int port) {
    this("", self, incarnation, host, port);
  }

  /**
   * @param table whose nodes are welcome; empty for those that name none
   */
  public GrpcPeers(String table, NodeId self, long incarnation, @Nullable String host, int port) {
    this(
        table,
        self,
        incarnation,
        host,
        port,
        Math.max(LEAST_QUEUED_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PART));
  }

  /**
   * @param mostBytes that wait for one peer, questions and answers half of them
   */
  GrpcPeers(
      String table,
      NodeId self,
      long incarnation,
      @Nullable String host,
      int port,
      long mostBytes) {
    this.table = table;
    this.mostBytes = mostBytes;
    this.self = self;
    this.incarnation = incarnation;
    var address = host == null ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    this.server =
        NettyServerBuilder.forAddress(address)
            .directExecutor()
            .flowControlWindow(4 << 20)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .keepAliveTime(PING_MILLIS, TimeUnit.MILLISECONDS)
            .keepAliveTimeout(SILENCE_MILLIS - PING_MILLIS, TimeUnit.MILLISECONDS)
            .addService(new Service())
            .build();
  }

  /**
   * Listens from now on.
   *
   * @throws UncheckedIOException where the port is taken
   */
  public void start(Listener toTell) {
    listener = toTell;
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen for other nodes ("
              + e.getMessage()
              + "); set another port with rondel.grpc.port",
          e);
    }
    var _ =
        timer.scheduleWithFixedDelay(
            this::keepAlive, GREETING_MILLIS, GREETING_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void keepAlive() {
    try {
      inbound.values().forEach(Inbound::greetAgain);
      links.values().forEach(OutboundLink::breakWhereSilent);
    } catch (RuntimeException e) {
      log.error("cannot keep the links alive", e); // it would never be called again
    }
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public boolean send(NodeId to, Frame frame) {
    OutboundLink link = links.get(to);
    return link != null && link.send(frame);
  }

  @Override
  public boolean hears(NodeId peer) {
    return inbound.containsKey(peer);
  }

  @Override
  public synchronized void follow(View view) {
    if (closed) {
      return;
    }
    for (Member member : view.members()) {
      if (member.id().equals(self)) {
        continue;
      }
      OutboundLink known = links.get(member.id());
      if (known != null && (!member.up() || !known.address().equals(member.peerAddress()))) {
        links.remove(member.id());
        known.close();
        known = null;
      }
      if (known == null && member.up()) {
        links.put(
            member.id(),
            new OutboundLink(table, self, incarnation, member, listener, timer, mostBytes));
      }
    }
    links
        .entrySet()
        .removeIf(
            link -> {
              boolean gone = view.member(link.getKey()).isEmpty();
              if (gone) {
                link.getValue().close();
              }
              return gone;
            });
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      links.values().forEach(OutboundLink::close);
      links.clear();
    }
    timer.shutdownNow();
    server.shutdownNow();
    try {
      server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Service extends PeerServiceGrpc.PeerServiceImplBase {
    @Override
    public StreamObserver<Frames> link(StreamObserver<LinkReply> reply) {
      var call = (ServerCallStreamObserver<LinkReply>) reply;
      call.setOnCancelHandler(() -> {}); // what is still said to a peer that has gone is dropped
      call.disableAutoRequest();
      call.request(BATCHES);
      return new Inbound(call);
    }
  }

  /**
   * A peer's stream to this node. A newer one from the same peer, if it is not of an older start,
   * replaces it: what it still carries is dropped, and nothing of it is told after the first frame
   * of the newer one.
   */
  private final class Inbound implements StreamObserver<Frames> {

    private final ServerCallStreamObserver<LinkReply> reply;
    private @Nullable NodeId from;
    private long start;
    private boolean retired;
    private boolean ended;

    Inbound(ServerCallStreamObserver<LinkReply> reply) {
      this.reply = reply;
    }

    @Override
    public void onNext(Frames frames) {
      NodeId peer = from == null ? greet(frames) : from;
      if (peer != null) {
        deliver(peer, frames);
      }
    }

    /** Takes the peer's place among the streams; null where it was refused. */
    private @Nullable NodeId greet(Frames frames) {
      if (!frames.getTo().equals(self.value())) {
        refuse("this is " + self + ", not " + frames.getTo());
        return null;
      }
      if (!frames.getTable().equals(table)) {
        refuse(frames.getFrom() + " is of another table");
        return null;
      }
      NodeId peer = NodeId.of(frames.getFrom());
      start = frames.getIncarnation();
      Inbound before;
      synchronized (inbound) {
        before = inbound.get(peer);
        if (before != null && before.start > start) {
          refuse("a later start of " + peer + " is linked");
          return null;
        }
        inbound.put(peer, this);
      }
      from = peer;
      if (before != null) {
        before.retire();
        listener.onLinkDown(peer, false);
      }
      synchronized (reply) {
        reply.onNext(LinkReply.getDefaultInstance());
      }
      return peer;
    }

    /** A peer that does not read is not told: it is silent, or will be. */
    void greetAgain() {
      synchronized (reply) {
        if (!ended && reply.isReady()) {
          reply.onNext(LinkReply.getDefaultInstance());
        }
      }
    }

    private void refuse(String why) {
      fail(Status.FAILED_PRECONDITION.withDescription(why));
    }

    private void fail(Status status) {
      synchronized (reply) {
        if (!ended) {
          ended = true;
          reply.onError(status.asRuntimeException());
        }
      }
    }

    private synchronized void deliver(NodeId peer, Frames frames) {
      if (retired) {
        fail(Status.ABORTED.withDescription("replaced"));
        return;
      }
      for (Frame frame : frames.getFramesList()) {
        listener.onFrame(peer, frame);
      }
      listener.onBatch(() -> reply.request(1));
    }

    private synchronized void retire() {
      retired = true;
    }

    @Override
    public void onError(Throwable error) {
      end();
    }

    @Override
    public void onCompleted() {
      end();
      synchronized (reply) {
        if (!ended) {
          ended = true;
          reply.onCompleted();
        }
      }
    }

    private void end() {
      if (from != null && inbound.remove(from, this)) {
        listener.onLinkDown(from, false);
      }
    }
  }

  /** Before the start. */
  private static final class Nobody implements Listener {
    @Override
    public void onFrame(NodeId from, Frame frame) {}

    @Override
    public void onLinkUp(NodeId peer) {}

    @Override
    public void onLinkDown(NodeId peer, boolean refused) {}
  }
}
