package dev.rondel.node.standalone;

import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.runtime.Seat;
import dev.rondel.view.View;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table that this node is of: what it has written down of it, and the table's coordinator where
 * this node runs that.
 */
final class OwnTable implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OwnTable.class);

  private final Path data;
  private final String host;
  private final int port;
  private volatile TableState state;
  private @Nullable EmbeddedCoordinator coordinator;

  private OwnTable(NodeProperties properties, int httpPort, TableState state) {
    this.data = properties.data();
    this.host = properties.node().host();
    this.port = properties.tablePort(httpPort);
    this.state = state;
  }

  /** Goes on in the table of the last start; a node that has none begins one. */
  static OwnTable open(NodeProperties properties, int httpPort) {
    TableState state = TableState.load(properties.data()).orElse(null);
    if (state == null) {
      state = TableState.alone(1);
      state.save(properties.data());
    }
    var table = new OwnTable(properties, httpPort, state);
    if (state.hosts() && state.handingTo().isEmpty()) {
      table.begin(null);
    }
    return table;
  }

  TableState state() {
    return state;
  }

  Path data() {
    return data;
  }

  /** Where this node keeps what it has of the table. */
  Path directory() {
    return state.directory(data);
  }

  Seat seat() {
    return new Seat(state.table(), directory().resolve("store"), coordinatorAddress());
  }

  /** {@code host:port} where the nodes of the table have their sessions. */
  synchronized String coordinatorAddress() {
    if (coordinator != null) {
      return host + ":" + coordinator.port();
    }
    return state.coordinator().isEmpty() ? host + ":" + port : state.coordinator();
  }

  /** Null where another member runs it. */
  synchronized @Nullable EmbeddedCoordinator coordinator() {
    return coordinator;
  }

  /** Durable when it returns. */
  synchronized void change(UnaryOperator<TableState> change) {
    TableState next = change.apply(state);
    if (!next.equals(state)) {
      next.save(data);
      state = next;
    }
  }

  /**
   * This node is of another table from now on. It has nothing of the old one open any more, but the
   * coordinator, which ends. Where it fails nothing has changed.
   */
  synchronized Seat become(TableState next) {
    EmbeddedCoordinator running = coordinator;
    end();
    try {
      if (next.hosts()) {
        coordinator = open(next, null);
      }
      change(_ -> next);
    } catch (RuntimeException e) {
      end();
      if (running != null) {
        begin(null);
      }
      throw e;
    }
    log.info("this node is of table {} now", next.table());
    return seat();
  }

  /**
   * Runs the coordinator from now on.
   *
   * @param taken the ring that it begins with; null for the one in the directory
   */
  synchronized void begin(@Nullable View taken) {
    if (coordinator == null) {
      coordinator = open(state, taken);
    }
  }

  private EmbeddedCoordinator open(TableState of, @Nullable View taken) {
    return EmbeddedCoordinator.open(of.directory(data).resolve("ring"), of.table(), port, taken);
  }

  /** Runs the coordinator no longer. */
  synchronized void end() {
    EmbeddedCoordinator running = coordinator;
    coordinator = null;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public void close() {
    end();
  }
}
