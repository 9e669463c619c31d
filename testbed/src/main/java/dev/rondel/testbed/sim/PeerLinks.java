package dev.rondel.testbed.sim;

import dev.rondel.ring.NodeId;
import dev.rondel.testbed.sim.Question.Parcel;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node's connections to the others, one for each peer and direction, and the questions that
 * travel on them. A connection is up from the peer's greeting on; it is made again by itself.
 */
final class PeerLinks {

  private static final long RETRY = 100 * Dice.MILLIS;
  private static final long GREETING = 3 * Dice.SECONDS;

  private final SimNode self;
  private final World world;
  private final Dice dice;
  private final Map<NodeId, Link> links = new TreeMap<>();
  private final Map<NodeId, Network.Connection> inbound = new HashMap<>();
  private final Map<Long, Call> calls = new TreeMap<>();
  private long questions;

  private record Call(NodeId peer, Consumer<Question.@Nullable Reply> told) {}

  /** The way to a peer; {@code up} is the connection that was greeted. */
  private static final class Link {
    private Network.@Nullable Connection trying;
    private Network.@Nullable Connection up;
    private boolean closed;
  }

  PeerLinks(SimNode self, Dice dice) {
    this.self = self;
    this.world = self.world;
    this.dice = dice;
  }

  void follow(View view) {
    for (Member member : view.members()) {
      NodeId peer = member.id();
      if (peer.equals(self.id)) {
        continue;
      }
      Link known = links.get(peer);
      if (known != null && !member.up()) {
        links.remove(peer);
        close(peer, known);
      } else if (known == null && member.up()) {
        var link = new Link();
        links.put(peer, link);
        connect(peer, link);
      }
    }
  }

  private void close(NodeId peer, Link link) {
    link.closed = true;
    Network.Connection connection = link.up != null ? link.up : link.trying;
    boolean wasUp = link.up != null;
    link.up = null;
    link.trying = null;
    if (connection != null) {
      connection.breakOff();
    }
    if (wasUp) {
      down(peer, false);
    }
  }

  private void connect(NodeId peer, Link link) {
    if (link.closed || link.trying != null || link.up != null) {
      return;
    }
    SimNode other = world.node(peer);
    if (!world.network.isReachable(self, other)) {
      self.later(dice.between(RETRY, GREETING), () -> connect(peer, link));
      return;
    }
    if (!other.isRunning()) {
      self.later(dice.between(0, RETRY), () -> self.suspect(peer));
      self.later(RETRY, () -> connect(peer, link));
      return;
    }
    Network.Connection connection = world.network.connect(self, other);
    link.trying = connection;
    connection.onClientDown(() -> ended(peer, link, connection));
    connection.onServerDown(() -> other.links().inboundEnded(self.id, connection));
    connection.toServer(self.incarnation(), start -> other.links().greet(self, connection, link));
  }

  /** At the peer: takes the place of an older connection from the same node. */
  private void greet(SimNode from, Network.Connection connection, Link link) {
    Network.Connection before = inbound.put(from.id, connection);
    if (before != null) {
      down(from.id, false);
    }
    NodeId me = self.id;
    connection.toClient(link, greeted -> from.links().greeted(me, greeted, connection));
  }

  private void greeted(NodeId peer, Link link, Network.Connection connection) {
    if (link.trying == connection && !link.closed) {
      link.trying = null;
      link.up = connection;
      self.tell(core -> core.onLinkUp(peer));
    }
  }

  private void ended(NodeId peer, Link link, Network.Connection connection) {
    if (link.up != connection && link.trying != connection) {
      return;
    }
    boolean wasUp = link.up == connection;
    link.up = null;
    link.trying = null;
    if (wasUp) {
      down(peer, true);
    }
    self.later(RETRY, () -> connect(peer, link));
  }

  private void inboundEnded(NodeId from, Network.Connection connection) {
    if (inbound.remove(from, connection)) {
      down(from, true);
    }
  }

  /** Neither questions nor answers that were under way will come. */
  private void down(NodeId peer, boolean suspected) {
    for (var call : new TreeMap<>(calls).entrySet()) {
      if (call.getValue().peer().equals(peer)) {
        calls.remove(call.getKey());
        call.getValue().told().accept(null);
      }
    }
    if (suspected) {
      self.suspect(peer);
    }
  }

  boolean send(NodeId to, Parcel parcel) {
    Link link = links.get(to);
    if (link == null || link.up == null || !link.up.isOpen()) {
      return false;
    }
    Network.Connection connection = link.up;
    SimNode other = world.node(to);
    connection.toServer(parcel, sent -> other.links().arrived(self.id, connection, sent));
    return true;
  }

  private void arrived(NodeId from, Network.Connection connection, Parcel parcel) {
    boolean isCurrent = inbound.get(from) == connection;
    if (!isCurrent && world.mutation != Mutation.OLD_CONNECTION_HEARD) {
      connection.breakOff(); // so that its sender learns that another has taken its place
      return;
    }
    switch (parcel) {
      case Parcel.Chain(var message) -> self.heard(from, message);
      case Parcel.Asks(var asker, var id, var question) ->
          self.table().answer(question, reply -> send(asker, new Parcel.Replies(id, reply)));
      case Parcel.Replies(var id, var reply) -> {
        Call call = calls.remove(id);
        if (call != null) {
          call.told().accept(reply);
        }
      }
    }
  }

  /**
   * Asks; null comes back where there is no answer. False where the question was not even sent, and
   * nothing comes back.
   */
  boolean ask(
      NodeId peer, Question question, long patience, Consumer<Question.@Nullable Reply> told) {
    long id = ++questions;
    if (!inbound.containsKey(peer) || !send(peer, new Parcel.Asks(self.id, id, question))) {
      return false;
    }
    calls.put(id, new Call(peer, told));
    self.later(
        patience,
        () -> {
          if (calls.remove(id) != null) {
            told.accept(null);
          }
        });
    return true;
  }
}
