package dev.rondel.testbed.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections between hosts, and cuts, each in one direction. A connection delivers in order, each
 * message once, and late; while its way is cut it holds what is sent; when it is cut for long, or
 * an end dies, it breaks, and of what was under way any tail is lost: the rest may arrive even
 * after a newer connection of the same two has begun.
 */
final class Network {

  private static final long NOTICE_LOW = 2 * Dice.SECONDS;
  private static final long NOTICE_HIGH = 4 * Dice.SECONDS;

  private final World world;
  private final Dice dice;
  private final Map<String, Integer> cuts = new HashMap<>();
  private final List<Connection> connections = new ArrayList<>();

  Network(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
  }

  // ---- cuts -------------------------------------------------------------------------------------

  private static String way(Host from, Host to) {
    return from.name + ">" + to.name;
  }

  boolean isCut(Host from, Host to) {
    return cuts.containsKey(way(from, to));
  }

  /** Whether a connection can be made, or stays alive: it needs both directions. */
  boolean isReachable(Host one, Host other) {
    return !isCut(one, other) && !isCut(other, one);
  }

  void cut(Host from, Host to) {
    cuts.merge(way(from, to), 1, Integer::sum);
    for (Connection connection : List.copyOf(connections)) {
      if (connection.joins(from, to)) {
        world.agenda.in(
            dice.between(NOTICE_LOW, NOTICE_HIGH),
            () -> {
              if (connection.open && !isReachable(connection.client, connection.server)) {
                connection.breakOff();
              }
            });
      }
    }
  }

  void mend(Host from, Host to) {
    if (cuts.computeIfPresent(way(from, to), (way, count) -> count > 1 ? count - 1 : null)
        == null) {
      List.copyOf(connections).forEach(Connection::flush);
    }
  }

  void mendAll() {
    cuts.clear();
    List.copyOf(connections).forEach(Connection::flush);
  }

  /**
   * Breaks all connections of the two, as a router that forgets them does; before that they hang.
   * What was sent meanwhile waits as long again, in buffers that no one empties, or is lost.
   */
  void reset(Host one, Host other, long hangs) {
    for (Connection connection : List.copyOf(connections)) {
      if (connection.joins(one, other)) {
        connection.hang(2 * hangs);
        world.agenda.in(hangs, connection::breakOff);
      }
    }
  }

  /** Tells all others of the host that its connections are gone. */
  void died(Host host) {
    for (Connection connection : List.copyOf(connections)) {
      if (connection.client.equals(host) || connection.server.equals(host)) {
        connection.breakOff();
      }
    }
  }

  long delay() {
    return dice.chance(0.02)
        ? dice.between(Dice.MILLIS, 400 * Dice.MILLIS)
        : dice.between(Dice.MILLIS / 10, world.climate.delay());
  }

  // ---- connections ------------------------------------------------------------------------------

  Connection connect(Host client, Host server) {
    var connection = new Connection(client, server);
    connections.add(connection);
    return connection;
  }

  /** Two hosts' connection. Its ends say what they do with messages, and when it is over. */
  final class Connection {

    final Host client;
    final Host server;
    private final Way toServer;
    private final Way toClient;
    private boolean open = true;
    private long lossAfter = Long.MAX_VALUE;
    private long hangsUntil;
    private @Nullable Runnable clientDown;
    private @Nullable Runnable serverDown;

    private Connection(Host client, Host server) {
      this.client = client;
      this.server = server;
      this.toServer = new Way(client, server);
      this.toClient = new Way(server, client);
    }

    boolean isOpen() {
      return open;
    }

    void onClientDown(Runnable told) {
      clientDown = told;
    }

    void onServerDown(Runnable told) {
      serverDown = told;
    }

    <M> void toServer(M message, Consumer<M> handler) {
      toServer.send(() -> handler.accept(message));
    }

    <M> void toClient(M message, Consumer<M> handler) {
      toClient.send(() -> handler.accept(message));
    }

    private boolean joins(Host one, Host other) {
      return (client.equals(one) && server.equals(other))
          || (client.equals(other) && server.equals(one));
    }

    private void flush() {
      toServer.flush();
      toClient.flush();
    }

    /** Nothing arrives for a while; it arrives later, in order. */
    private void hang(long nanos) {
      hangsUntil = world.agenda.now() + nanos;
    }

    /** Ends it; both ends are told, each in its own time. */
    void breakOff() {
      if (!open) {
        return;
      }
      open = false;
      lossAfter =
          Math.max(world.agenda.now(), hangsUntil)
              + dice.between(0, (dice.chance(0.5) ? 10 : 500) * Dice.MILLIS);
      connections.remove(this);
      if (clientDown != null) {
        client.later(dice.between(0, 5 * Dice.MILLIS), clientDown);
      }
      if (serverDown != null) {
        server.later(dice.between(0, 5 * Dice.MILLIS), serverDown);
      }
    }

    /** One direction. */
    private final class Way {
      private final Host from;
      private final Host to;
      private final ArrayDeque<Runnable> held = new ArrayDeque<>();
      private long last;

      private Way(Host from, Host to) {
        this.from = from;
        this.to = to;
      }

      private void send(Runnable arrival) {
        if (!open) {
          return;
        }
        if (isCut(from, to) || !held.isEmpty()) {
          held.add(arrival);
        } else {
          carry(arrival);
        }
      }

      private void carry(Runnable arrival) {
        last = Math.max(last + 1, Math.max(hangsUntil, world.agenda.now()) + delay());
        long at = last;
        to.later(
            at - world.agenda.now(),
            () -> {
              if (at <= lossAfter) {
                arrival.run();
              }
            });
      }

      private void flush() {
        if (!isCut(from, to)) {
          while (open && !held.isEmpty()) {
            carry(held.remove());
          }
        }
      }
    }
  }
}
