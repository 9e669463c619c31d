package dev.rondel.node.runtime;

import dev.rondel.node.chain.ChainReplica;
import dev.rondel.node.chain.Lease;
import dev.rondel.node.chain.Message;
import dev.rondel.node.peer.FrameCodec;
import dev.rondel.node.peer.GrpcPeers;
import dev.rondel.node.peer.Peers;
import dev.rondel.node.store.PairStore;
import dev.rondel.node.store.StoreException;
import dev.rondel.proto.Frame;
import dev.rondel.proto.Hello;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A node without its web: the chain core and everything that moves it, started and stopped
 * together.
 */
public final class NodeRuntime implements AutoCloseable {

  /**
   * Who this node is, and where it is reached.
   *
   * @param table which table it takes part in; empty below a coordinator service
   * @param bind the address that the links listen on; null for all
   * @param advertisedPort where other nodes reach the links; null for the port that they listen on
   */
  record Identity(
      String table,
      NodeId id,
      long incarnation,
      String host,
      int grpcPort,
      @Nullable String bind,
      @Nullable Integer advertisedPort,
      String zone,
      double weight,
      boolean join) {}

  private final Identity identity;
  private final PairStore store;
  private final ChainLoop loop;
  private final Tokens tokens = new Tokens();
  private final Lease lease = new Lease(System::nanoTime);
  private final GrpcPeers peers;
  private final Calls calls;
  private final PeerRequests requests;
  private final Learning learning;
  private final Janitor janitor;
  private final Emptying emptying;
  private final Mender mender;
  private final CoordinatorSession session;
  private final ClusterGateway gateway;
  private final Consumer<StoreException> onStoreFailure;

  NodeRuntime(
      Identity identity,
      PairStore store,
      String coordinator,
      NodeProperties.Redistribution limits,
      LongSupplier clock,
      Consumer<StoreException> onStoreFailure) {
    this.identity = identity;
    this.store = store;
    var core =
        new ChainReplica(
            identity.id(), identity.incarnation(), tokens::of, InFlight.bytesOfThisHeap());
    this.loop = new ChainLoop(core, store);
    this.peers =
        new GrpcPeers(
            identity.table(),
            identity.id(),
            identity.incarnation(),
            identity.bind(),
            identity.grpcPort());
    this.calls = new Calls(peers);
    var authority = new Authority(identity.id(), lease, loop, calls);
    var table = new LocalTable(loop, store, authority, clock);
    var lists = new RangeLists(loop, store, tokens, authority, clock);
    var travel = new Travel(identity.id(), loop, table, calls, tokens);
    this.requests = new PeerRequests(peers, table, tokens, travel, authority, lists);
    this.learning = new Learning(loop, store, calls, tokens, limits);
    this.janitor = new Janitor(loop, store, clock);
    this.emptying = new Emptying(loop, store);
    this.mender = new Mender(identity.id(), loop, calls);
    this.session = new CoordinatorSession(coordinator, loop, store, learning, lease, tokens);
    this.gateway = new ClusterGateway(identity.id(), loop, table, calls, tokens, travel, lists);
    this.onStoreFailure = onStoreFailure;
  }

  /**
   * Listens for other nodes and reports to the coordinator.
   *
   * @param httpPort where clients reach this node
   */
  void start(int httpPort) {
    store.onDamage(mender::onDamage);
    loop.start(peers, this::follow, this::storeFailed);
    peers.start(new Links());
    session.start(hello(httpPort));
    janitor.start();
  }

  private void storeFailed(StoreException failure) {
    session.fail();
    onStoreFailure.accept(failure);
  }

  private Hello hello(int httpPort) {
    Integer advertised = identity.advertisedPort();
    int peerPort = advertised == null ? peers.port() : advertised;
    return Hello.newBuilder()
        .setNodeId(identity.id().value())
        .setIncarnation(identity.incarnation())
        .setHttpAddress(identity.host() + ":" + httpPort)
        .setPeerAddress(identity.host() + ":" + peerPort)
        .setZone(identity.zone())
        .setWeight(identity.weight())
        .setJoin(identity.join())
        .setTable(identity.table())
        .build();
  }

  private void follow(ChainReplica core) {
    peers.follow(core.view());
    learning.follow(core);
    emptying.follow(core);
    session.reportSoon();
  }

  public Gateway gateway() {
    return gateway;
  }

  public PairStore store() {
    return store;
  }

  /** Whether this node may answer reads without asking the other replicas. */
  public boolean hasLease() {
    return lease.isValid();
  }

  /** Keys with a write under way. */
  public int dirtyKeys() {
    return loop.dirty().size();
  }

  /** Ranges that this node copies now. */
  public int rangesCopying() {
    return learning.running().size();
  }

  public boolean isConnected() {
    return session.isConnected();
  }

  /** From now on the coordinator is there. */
  void redirect(String coordinator) {
    session.redirect(coordinator);
  }

  /** Why the coordinator does not take this node; null where it does. */
  public @Nullable String refusal() {
    return session.refusal();
  }

  /**
   * Whether the coordinator knows this start of the node, and the node has applied a view that says
   * so.
   */
  public boolean isMember() {
    return gateway
        .view()
        .member(identity.id())
        .map(Member::incarnation)
        .map(known -> known == identity.incarnation())
        .orElse(false);
  }

  @Override
  public void close() {
    session.close();
    janitor.close();
    mender.close();
    learning.stop();
    loop.close();
    requests.close();
    peers.close();
    learning.close();
    emptying.close();
    store.close();
  }

  private final class Links implements Peers.Listener {

    @Override
    public void onFrame(NodeId from, Frame frame) {
      switch (frame.getBodyCase()) {
        case REQUEST -> requests.onRequest(from, frame.getRequest());
        case REPLY -> calls.onReply(frame.getReply());
        default -> {
          Message message = FrameCodec.decode(frame);
          if (message instanceof Message.ViewReply(View view)) {
            tokens.follow(view);
          }
          if (message != null) {
            loop.post(core -> core.onMessage(from, message));
          }
        }
      }
    }

    @Override
    public void onBatch(Runnable handled) {
      loop.post(core -> handled.run());
    }

    @Override
    public void onLinkUp(NodeId peer) {
      loop.post(core -> core.onLinkUp(peer));
    }

    @Override
    public void onLinkDown(NodeId peer, boolean refused) {
      calls.onLinkDown(peer);
      session.suspect(peer);
    }
  }
}
