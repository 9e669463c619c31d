package dev.rondel.testbed.chaos.network;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A port that leads to a server's port, as the network allows.
 *
 * <p>It listens while the server does: to others a refused connection is the proof that a process
 * is gone, so a dead server's relay has to refuse too, and a living one's must not. That a server
 * is dead is found by the next connection, which is accepted before; so who kills one {@link
 * #shut}s the relay.
 */
public final class Relay implements AutoCloseable {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int CONNECT_MILLIS = 1_000;
  private static final long LOOK_MILLIS = 20;
  private static final long PATIENCE_NANOS = 1_000_000;
  private static final int BACKLOG = 200;

  private final Network network;
  private final @Nullable Party from;
  private final Party to;
  private final int port;
  private final InetSocketAddress target;
  private final Set<RelayedConnection> connections = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket listener;
  private boolean shut;
  private volatile boolean closed;

  private Relay(Network network, @Nullable Party from, Party to, int port, int targetPort) {
    this.network = network;
    this.from = from;
    this.to = to;
    this.port = port;
    this.target = new InetSocketAddress(LOOPBACK, targetPort);
  }

  /**
   * Relays from now on.
   *
   * @param from who connects; null = whoever the first bytes name
   * @param to whose port it is
   */
  public static Relay start(
      Network network, @Nullable Party from, Party to, int port, int targetPort) {
    var relay = new Relay(network, from, to, port, targetPort);
    network.add(relay);
    Thread.ofVirtual().name("relay-" + port).start(relay::listen);
    return relay;
  }

  /** Refuses connections until {@link #reopen}. Those that are open stay. */
  public synchronized void shut() {
    shut = true;
    closeListener();
    // The system goes on listening until the thread that was accepting has noticed.
    while (listens(new InetSocketAddress(LOOPBACK, port))) {
      LockSupport.parkNanos(PATIENCE_NANOS);
    }
  }

  /** Listens again as soon as the server does. */
  public synchronized void reopen() {
    shut = false;
  }

  private void listen() {
    try {
      while (!closed) {
        ServerSocket opened = listens(target) ? open() : null;
        if (opened != null) {
          accept(opened);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean listens(InetSocketAddress address) {
    try (Socket _ = connect(address)) {
      return true;
    } catch (IOException no) {
      return false;
    }
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(address, CONNECT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Null where the relay is shut, or the port is not free yet. */
  private synchronized @Nullable ServerSocket open() {
    if (shut || closed) {
      return null;
    }
    try {
      var opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress(LOOPBACK, port), BACKLOG);
      listener = opened;
      return opened;
    } catch (IOException later) {
      return null;
    }
  }

  private synchronized void closeListener() {
    if (listener != null) {
      try {
        listener.close();
      } catch (IOException closedAnyway) {
        // There is nothing else that could be done.
      }
      listener = null;
    }
  }

  private void accept(ServerSocket opened) {
    while (true) {
      Socket client;
      try {
        client = opened.accept();
      } catch (IOException shutMeanwhile) {
        return;
      }
      try {
        client.setTcpNoDelay(true);
        var connection = new RelayedConnection(network, from, to, client, connect(target));
        connections.add(connection);
        connection.start(() -> connections.remove(connection));
      } catch (ConnectException gone) {
        RelayedConnection.reset(client);
        closeListener();
        return;
      } catch (IOException busy) {
        RelayedConnection.reset(client); // silence is no proof that a process is gone
      }
    }
  }

  /** Breaks the connections whose bytes the network does not let through any more. */
  void breakWhere(Network judge) {
    connections.forEach(
        connection -> {
          if (connection.isBroken(judge)) {
            connection.reset();
          }
        });
  }

  @Override
  public void close() {
    closed = true;
    network.remove(this);
    closeListener();
    connections.forEach(RelayedConnection::reset);
  }
}
