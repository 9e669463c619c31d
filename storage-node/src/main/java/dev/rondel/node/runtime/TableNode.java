package dev.rondel.node.runtime;

import dev.rondel.node.store.MapDbPairStore;
import dev.rondel.node.store.StoreOptions;
import dev.rondel.ring.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a node of a table: the runtime of its {@link Seat}. A standalone node changes its
 * seat while clients are served.
 */
public final class TableNode implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TableNode.class);
  private static final int EXIT_STORE_FAILED = 74;

  private final NodeId id;
  private final NodeProperties properties;
  private final int configuredPort;
  private final @Nullable String bind;
  private final @Nullable TableGate gate;
  private volatile NodeRuntime runtime;
  private volatile Seat seat;
  private volatile int httpPort;

  /**
   * @param configuredPort of HTTP; 0 for any free one
   * @param bind the address to listen on; null for all
   */
  TableNode(
      NodeId id, NodeProperties properties, int configuredPort, @Nullable String bind, Seat first) {
    this.id = id;
    this.properties = properties;
    this.configuredPort = configuredPort;
    this.bind = bind;
    this.seat = first;
    this.runtime = at(first);
    this.gate = properties.standalone() ? new TableGate(runtime.gateway()) : null;
  }

  private NodeRuntime at(Seat seat) {
    var store = MapDbPairStore.open(StoreOptions.in(seat.store()));
    String grpcBind = properties.grpc().bind();
    var identity =
        new NodeRuntime.Identity(
            seat.table(),
            id,
            NodeFiles.nextIncarnation(properties.data(), id, System.currentTimeMillis()),
            properties.node().host(),
            properties.grpcPort(configuredPort),
            grpcBind != null ? grpcBind : bind,
            properties.grpc().advertisedPort(),
            properties.node().zone(),
            properties.node().weight(),
            properties.node().join());
    return new NodeRuntime(
        identity,
        store,
        seat.coordinator(),
        properties.redistribution(),
        System::currentTimeMillis,
        failure -> {
          log.error(
              "the store failed; the node stops, and comes back from its disk and replicas",
              failure);
          Runtime.getRuntime().halt(EXIT_STORE_FAILED);
        });
  }

  /**
   * Takes part from now on.
   *
   * @param port where clients reach this node
   */
  void start(int port) {
    httpPort = port;
    runtime.start(port);
  }

  NodeRuntime runtime() {
    return runtime;
  }

  public NodeId id() {
    return id;
  }

  /** {@code host:port} for clients and other nodes; known once the HTTP server listens. */
  public String address() {
    return properties.node().host() + ":" + httpPort;
  }

  /** The way for clients: to whatever table the node takes part in. */
  public Gateway gateway() {
    return gate == null ? runtime.gateway() : gate;
  }

  /** The way to the table of now, past the gate: also where that lets no write pass. */
  public Gateway table() {
    return runtime.gateway();
  }

  /** Pairs on this node's disk, replicas included. */
  public long pairs() {
    return runtime.store().size().entries();
  }

  /** Whether the coordinator is in session with this node, and does not refuse it. */
  public boolean isConnected() {
    return runtime.isConnected() && runtime.refusal() == null;
  }

  /** Clients' writes are refused, with this reason; those under way have ended on return. */
  public void freeze(String why) {
    gate().freeze(why);
  }

  public void thaw() {
    gate().thaw();
  }

  /** The coordinator of this node's table is elsewhere now. */
  public void redirect(String coordinator) {
    runtime.redirect(coordinator);
  }

  /**
   * Leaves the table as if the process had ended, and takes part in another one. Where that fails
   * it is back in the old one.
   *
   * @param between runs when this node has nothing of the old table open any more, and tells the
   *     new seat
   */
  public void move(SeatChange between) {
    gate()
        .exchange(
            () -> {
              runtime.close();
              sit(nextOr(seat, between));
            },
            () -> runtime.gateway());
  }

  private Seat nextOr(Seat old, SeatChange between) {
    try {
      return between.next();
    } catch (RuntimeException e) {
      sit(old);
      throw e;
    }
  }

  private void sit(Seat next) {
    runtime = at(next);
    runtime.start(httpPort);
    seat = next;
  }

  /** What is to be done between two tables. */
  @FunctionalInterface
  public interface SeatChange {
    Seat next();
  }

  private TableGate gate() {
    if (gate == null) {
      throw new IllegalStateException("this node is not standalone");
    }
    return gate;
  }

  @Override
  public void close() {
    runtime.close();
  }
}
