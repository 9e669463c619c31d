package dev.rondel.node.chain;

import dev.rondel.pair.Key;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What the ranges of one node share while they handle an event: the commands so far, and the node's
 * own state.
 */
final class Outbox {

  final NodeId self;
  final DirtyKeys dirty;
  final Function<Key, Token> hash;

  /** This node's disk has no room. */
  boolean full;

  /** Too much is under way: no further write is taken. */
  boolean overloaded;

  private long tickets;
  private List<Command> commands = new ArrayList<>();
  private final Set<RangeReplica> toAnnounce = new LinkedHashSet<>();
  private boolean standingsChanged;

  Outbox(NodeId self, DirtyKeys dirty, Function<Key, Token> hash) {
    this.self = self;
    this.dirty = dirty;
    this.hash = hash;
  }

  void add(Command command) {
    commands.add(command);
  }

  void send(NodeId to, Message message) {
    commands.add(new Command.Send(to, message));
  }

  void reply(long request, Result result) {
    commands.add(new Command.Reply(request, result));
  }

  long nextTicket() {
    return ++tickets;
  }

  /** The range's watermark moved: tell the line, once for all events that are handled together. */
  void announce(RangeReplica range) {
    toAnnounce.add(range);
  }

  void standingChanged() {
    standingsChanged = true;
  }

  boolean takeStandingsChanged() {
    boolean changed = standingsChanged;
    standingsChanged = false;
    return changed;
  }

  List<Command> take() {
    toAnnounce.forEach(RangeReplica::announceCommitted);
    toAnnounce.clear();
    List<Command> taken = commands;
    commands = new ArrayList<>();
    return taken;
  }
}
