package dev.rondel.testbed.sim;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node's stream to the coordinator, and the way back. */
final class SimSession {

  private final SimNode node;
  private final SimCoordinator coordinator;
  private final Network.Connection connection;
  private long number;

  private SimSession(SimNode node, SimCoordinator coordinator, Network.Connection connection) {
    this.node = node;
    this.coordinator = coordinator;
    this.connection = connection;
  }

  /** Null where the coordinator cannot be reached. */
  static @Nullable SimSession open(SimNode node, SimCoordinator coordinator) {
    Network network = node.world.network;
    if (!coordinator.isRunning() || !network.isReachable(node, coordinator)) {
      return null;
    }
    var session = new SimSession(node, coordinator, network.connect(node, coordinator));
    session.connection.onClientDown(() -> node.sessionEnded(session));
    session.connection.onServerDown(() -> coordinator.disconnected(session, node.id));
    return session;
  }

  /** The number that the coordinator knows it by; 0 before it was given one. */
  long number() {
    return number;
  }

  void numbered(long given) {
    number = given;
  }

  void up(Consumer<SimCoordinator> message) {
    connection.toServer(coordinator, message);
  }

  void down(Consumer<SimNode> message) {
    connection.toClient(node, message);
  }

  void end() {
    connection.breakOff();
  }
}
