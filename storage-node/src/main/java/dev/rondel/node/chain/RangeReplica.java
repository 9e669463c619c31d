package dev.rondel.node.chain;

import dev.rondel.node.chain.Serving.Role;
import dev.rondel.node.chain.Serving.Standing;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in one range: chain replication (van Renesse and Schneider 2004) with reads at
 * every clean replica (CRAQ: Terrace and Freedman 2009), for one chain epoch.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>A write is committed when it is durable on the whole line (chain and learners). The head
 *       learns it first and tells the others by a watermark; a key is dirty on a member until then.
 *       So what any reader has seen is on every member's disk, and each member may survive alone.
 *   <li>For one key the head has one write under way. Upstream members have every write that
 *       downstream ones have.
 *   <li>Nothing is served, and no request is applied, before the range is open in this chain epoch:
 *       every member of {@code previous} has refused older epochs or is down, and what was
 *       unfinished has been sent down this line.
 * </ol>
 */
final class RangeReplica {

  private static final int QUERY_AFTER_TICKS = 3;
  private static final int FULL_TICKS = 4;
  private static final int OPEN_AFTER_TICKS = 3;
  private static final int MAX_WAITING = 10_000;

  private final Outbox out;
  private final TokenRange arc;
  private final List<NodeId> line;
  private final int position;
  private final TreeMap<PendingWrite.Id, PendingWrite> pending = new TreeMap<>();
  private final HeadQueue queue = new HeadQueue();
  private final Map<NodeId, Fenced> fenced = new HashMap<>();
  private final Set<Key> touched = new HashSet<>();

  /** A previous member that refuses older epochs now, and what it had unfinished. */
  private record Fenced(NodeId from, List<Pair> unfinished, Epoch line) {}

  private Range range;
  private Standing standing;
  private boolean open;
  private boolean openBelow;
  private boolean caughtUp;
  private boolean emptied;
  private Epoch lastLine = Epoch.ZERO;
  private long sequence;
  private int fullTicks;
  private int openTicks;
  private int inherited;

  RangeReplica(Outbox out, Range range, TokenRange arc, boolean stranger) {
    this.out = out;
    this.range = range;
    this.arc = arc;
    this.line = range.line();
    this.position = stranger ? -1 : line.indexOf(out.self);
    this.standing = new Standing(role(), range.chainEpoch());
  }

  // ---- becoming a view's range ------------------------------------------------------------------

  /**
   * The replica of a range whose line changed: closed, with what the earlier replicas of its arc
   * had unfinished. A learner begins anew: there may have been lines in between that it was not in.
   */
  static RangeReplica changed(
      Outbox out, Range range, TokenRange arc, boolean stranger, Collection<RangeReplica> before) {
    var replica = new RangeReplica(out, range, arc, stranger);
    for (RangeReplica old : before) {
      Epoch oldLine = old.open ? old.chainEpoch() : old.lastLine;
      replica.lastLine = replica.lastLine.isBefore(oldLine) ? oldLine : replica.lastLine;
      old.pending.values().stream()
          .filter(write -> arc.contains(write.token))
          .forEach(replica::carry);
    }
    return replica;
  }

  private void carry(PendingWrite write) {
    write.carried = true;
    write.below = false;
    write.origin = null;
    pending.put(write.id(), write);
  }

  /** A part of this range, in the same line and chain epoch. */
  RangeReplica part(Range newRange, TokenRange newArc) {
    var part = new RangeReplica(out, newRange, newArc, position < 0);
    part.open = open;
    part.openBelow = openBelow;
    part.caughtUp = caughtUp;
    part.emptied = emptied;
    part.lastLine = lastLine;
    part.sequence = sequence;
    part.fullTicks = fullTicks;
    part.fenced.putAll(fenced);
    for (PendingWrite write : pending.values()) {
      if (newArc.contains(write.token)) {
        part.pending.put(write.id(), write);
        part.inherited += write.origin != null ? 1 : 0;
        if (isHead() && !write.carried) {
          part.queue.occupy(write.key(), null);
        }
      }
    }
    part.touched.addAll(touched);
    part.standing = standing;
    return part;
  }

  /**
   * The same line in a newer view: the coordinator may have settled it, or marked a previous member
   * down.
   */
  void update(Range newRange) {
    range = newRange;
  }

  /**
   * Lets go of what was unfinished where this node has left the line and the range goes on without
   * it. Only once readers see that it has left: its keys are no longer dirty then.
   */
  void letGo() {
    if (range.isSettled() && position < 0) {
      dropCarried();
    }
  }

  /** Every request that was not applied: to be started again in a newer view. */
  List<Request> drainRequests() {
    return queue.drain();
  }

  /** Asks the members of earlier lines to refuse them from now on. */
  void fencePrevious(View view) {
    if (isHead() && !open) {
      stillToFence(view).forEach(member -> out.send(member, fence()));
    }
  }

  private Message.Fence fence() {
    return new Message.Fence(arc, chainEpoch());
  }

  private List<NodeId> stillToFence(View view) {
    return range.previous().stream()
        .filter(member -> !member.equals(out.self) && !fenced.containsKey(member))
        .filter(member -> view.member(member).map(known -> known.up()).orElse(false))
        .toList();
  }

  /**
   * Whether this node is to open the range without anything of the times that were given up, and
   * may still have something of them on its disk.
   */
  boolean mustBeEmptied() {
    return isHead() && !open && !emptied && !range.emptyBefore().equals(Epoch.ZERO);
  }

  void onEmptied(View view) {
    emptied = true;
    openIfFenced(view);
  }

  /** Opens the range where nobody can act in an earlier line any more. */
  void openIfFenced(View view) {
    if (!isHead() || open || mustBeEmptied() || !stillToFence(view).isEmpty()) {
      return;
    }
    for (PendingWrite write : unfinished()) {
      resume(write);
    }
    markOpen();
    sendNext(new Message.Open(arc, chainEpoch()));
    for (Request request = queue.nextUntilOpen();
        request != null;
        request = queue.nextUntilOpen()) {
      start(request);
    }
  }

  /**
   * The latest unfinished write of each key: this node's own, and those of nodes that were open in
   * the same line. What others hold of older lines was passed over when a later line opened, and
   * must not come back; nor what was given up.
   */
  private Collection<PendingWrite> unfinished() {
    var latest = new HashMap<Key, PendingWrite>();
    for (PendingWrite write : pending.values()) {
      latest.merge(write.key(), write, RangeReplica::later);
    }
    if (!lastLine.equals(Epoch.ZERO)) {
      fenced.values().stream()
          .filter(reply -> reply.line().equals(lastLine))
          .forEach(reply -> reply.unfinished().forEach(pair -> takeOver(reply, pair, latest)));
    }
    return latest.values().stream()
        .filter(write -> !isGivenUp(write))
        .sorted((a, b) -> a.version().compareTo(b.version()))
        .toList();
  }

  private boolean isGivenUp(PendingWrite write) {
    return range.hasGivenUp(write.version().chainEpoch());
  }

  private void takeOver(Fenced reply, Pair pair, Map<Key, PendingWrite> latest) {
    Token token = out.hash.apply(pair.key());
    if (arc.contains(token)) {
      PendingWrite write =
          pending.getOrDefault(
              new PendingWrite.Id(pair.version(), pair.key()), new PendingWrite(token, pair));
      write.carried = true;
      write.origin = reply.from();
      latest.merge(pair.key(), write, RangeReplica::later);
    }
  }

  private static PendingWrite later(PendingWrite a, PendingWrite b) {
    return a.version().compareTo(b.version()) >= 0 ? a : b;
  }

  private void resume(PendingWrite write) {
    queue.occupy(write.key(), null);
    inherited += 1;
    write.carried = false;
    if (write.origin == null) {
      write.origin = out.self;
    }
    accept(write);
  }

  private void markOpen() {
    dropCarried();
    open = true;
    openBelow = isLast();
    restand();
  }

  /** Lets go of what an earlier line left and this one did not take up: it was never committed. */
  private void dropCarried() {
    List<PendingWrite> left = pending.values().stream().filter(write -> write.carried).toList();
    for (PendingWrite write : left) {
      abandon(write);
      pending.remove(write.id());
      out.dirty.clean(write.key(), write.version());
    }
  }

  private void abandon(PendingWrite write) {
    if (write.request != null) {
      out.reply(write.request, new Result.Unfinished("the chain of its range changed"));
      write.request = null;
    }
  }

  // ---- requests, at the head --------------------------------------------------------------------

  void start(Request request) {
    if (!isHead()) {
      out.reply(request.id(), new Result.Moved());
    } else if (queue.waiting() >= MAX_WAITING) {
      out.reply(request.id(), new Result.Overloaded());
    } else if (!open) {
      queue.untilOpen(request);
    } else if (queue.occupy(request.key(), request)) {
      run(request);
    }
  }

  private void run(Request request) {
    switch (request.action()) {
      case Request.Store store -> write(request, store.value(), store.expiresAt());
      case Request.Read _, Request.Decide _ -> {
        long ticket = out.nextTicket();
        queue.reading(ticket, request);
        out.add(new Command.Read(ticket, request.token(), request.key()));
      }
    }
  }

  /** Takes the answer to a read; one that was asked for in an earlier line is passed over. */
  void onRead(long ticket, @Nullable Pair pair) {
    Request request = queue.read(ticket);
    if (request == null) {
      return;
    }
    switch (request.action()) {
      case Request.Decide decide -> {
        switch (decide.rule().apply(pair)) {
          case Request.Write write -> write(request, write.value(), write.expiresAt());
          case Request.Refuse() -> seen(request, pair, true);
        }
      }
      case Request.Read _, Request.Store _ -> seen(request, pair, false);
    }
  }

  /** The stored pair cannot be read: nothing was applied. */
  void onReadFailed(long ticket) {
    Request request = queue.read(ticket);
    if (request != null) {
      out.reply(request.id(), new Result.Unreadable());
      turn(request.key());
    }
  }

  private void seen(Request request, @Nullable Pair pair, boolean refused) {
    out.reply(request.id(), new Result.Seen(pair, chainEpoch(), refused));
    turn(request.key());
  }

  private void write(Request request, @Nullable Value value, long expiresAt) {
    if (out.full || fullTicks > 0) {
      out.reply(request.id(), new Result.Full());
      turn(request.key());
      return;
    }
    if (out.overloaded) {
      out.reply(request.id(), new Result.Overloaded());
      turn(request.key());
      return;
    }
    Version version = Version.of(chainEpoch().value(), ++sequence);
    var write =
        new PendingWrite(request.token(), new Pair(request.key(), version, value, expiresAt));
    write.request = request.id();
    accept(write);
  }

  private void turn(Key key) {
    Request next = queue.next(key);
    if (next != null) {
      run(next);
    }
  }

  /** Gives up a request: at once where it was not applied, else its fate stays open. */
  void cancel(long id) {
    if (queue.removeWaiting(id)) {
      out.reply(id, new Result.Cancelled());
      return;
    }
    Request reading = queue.removeReading(id);
    if (reading != null) {
      out.reply(id, new Result.Cancelled());
      turn(reading.key());
      return;
    }
    for (PendingWrite write : pending.values()) {
      if (write.request != null && write.request == id) {
        write.request = null;
        out.reply(id, new Result.Unfinished("not acknowledged by every replica in time"));
        return;
      }
    }
  }

  // ---- writes, down and up the line -------------------------------------------------------------

  void onWrite(Token token, Pair pair) {
    if (position < 1) {
      return;
    }
    PendingWrite known = pending.get(new PendingWrite.Id(pair.version(), pair.key()));
    if (known != null && !known.carried) {
      if (isComplete(known)) {
        acknowledge(known);
      }
      return;
    }
    PendingWrite write = known != null ? known : new PendingWrite(token, pair);
    write.carried = false;
    if (isLearner()) {
      touched.add(pair.key());
    }
    accept(write);
  }

  /** Stores the write here and sends it on, at the same time. */
  private void accept(PendingWrite write) {
    pending.put(write.id(), write);
    out.dirty.mark(write.key(), write.version());
    if (!write.durable) {
      out.add(new Command.Append(write.token, write.pair));
    }
    sendNext(new Message.Write(chainEpoch(), write.pair));
    progress(write);
  }

  void onAppended(PendingWrite.Id id) {
    PendingWrite write = pending.get(id);
    if (write != null) {
      write.durable = true;
      write.full = false;
      progress(write);
    }
  }

  void onAppendFailed(PendingWrite.Id id) {
    PendingWrite write = pending.get(id);
    if (write != null) {
      write.full = true;
      tellFull(write);
    }
  }

  void onAck(Message.Ack ack) {
    PendingWrite write = pending.get(new PendingWrite.Id(ack.version(), ack.key()));
    if (write == null) {
      return;
    }
    if (ack.full()) {
      tellFull(write);
    } else if (write.carried) {
      finish(write);
      pending.remove(write.id());
      out.dirty.clean(write.key(), write.version());
    } else {
      write.below = true;
      progress(write);
    }
  }

  private void tellFull(PendingWrite write) {
    if (isHead()) {
      fullTicks = FULL_TICKS;
      if (write.request != null) {
        out.reply(write.request, new Result.Unfinished("a replica's disk has no room"));
        write.request = null;
      }
    } else if (position > 0 && !write.carried) {
      sendUp(new Message.Ack(chainEpoch(), write.key(), write.version(), true));
    }
  }

  private boolean isComplete(PendingWrite write) {
    return write.durable && (write.below || isLast());
  }

  private void progress(PendingWrite write) {
    if (write.carried || !isComplete(write)) {
      return;
    }
    if (isHead()) {
      commit(write);
    } else {
      acknowledge(write);
    }
  }

  private void acknowledge(PendingWrite write) {
    sendUp(new Message.Ack(chainEpoch(), write.key(), write.version(), false));
  }

  private void commit(PendingWrite write) {
    pending.remove(write.id());
    clean(write);
    if (write.origin != null) {
      inherited -= 1;
      if (!write.origin.equals(out.self)) {
        out.send(write.origin, new Message.Ack(chainEpoch(), write.key(), write.version(), false));
      }
    }
    out.announce(this);
    turn(write.key());
  }

  private void clean(PendingWrite write) {
    out.dirty.clean(write.key(), write.version());
    finish(write);
    if (write.pair.isTombstone() && mayForget() && !out.dirty.contains(write.key())) {
      out.add(new Command.Erase(write.token, write.key(), write.version()));
    }
  }

  private void finish(PendingWrite write) {
    if (write.request != null) {
      out.reply(write.request, new Result.Committed(write.pair));
      write.request = null;
    }
  }

  /**
   * A committed tombstone may go where every wanted replica has it, and nobody is learning the
   * range.
   */
  private boolean mayForget() {
    return range.learners().isEmpty() && range.isSettled();
  }

  /** Drops a tombstone that stayed behind. */
  void sweep(Token token, Key key, Version version) {
    if (open && isServing() && mayForget() && !out.dirty.contains(key)) {
      out.add(new Command.Erase(token, key, version));
    }
  }

  // ---- the watermark ----------------------------------------------------------------------------

  void announceCommitted() {
    if (isHead() && !isLast()) {
      sendNext(new Message.Committed(arc, chainEpoch(), watermark()));
    }
  }

  private Version watermark() {
    return pending.isEmpty()
        ? Version.of(chainEpoch().value(), sequence)
        : new Version(pending.firstKey().version().value() - 1);
  }

  void onCommitted(TokenRange committedArc, Version upTo) {
    if (position < 1) {
      return;
    }
    List<PendingWrite> done =
        pending.values().stream()
            .takeWhile(write -> write.version().compareTo(upTo) <= 0)
            .filter(write -> !write.carried && committedArc.contains(write.token))
            .toList();
    for (PendingWrite write : done) {
      pending.remove(write.id());
      clean(write);
    }
    sendNext(new Message.Committed(committedArc, chainEpoch(), upTo));
  }

  void onCommitQuery(NodeId from) {
    if (isHead() && open) {
      out.send(from, new Message.Committed(arc, chainEpoch(), watermark()));
    }
  }

  // ---- fencing and opening ----------------------------------------------------------------------
  // What is said of a part of this range's arc, by somebody who knows that it was cut, does not
  // count
  // for the whole: when this node knows it too, it is said again.

  void onFence(NodeId from) {
    var latest = new HashMap<Key, PendingWrite>();
    pending.values().forEach(write -> latest.merge(write.key(), write, RangeReplica::later));
    List<Pair> unfinished = latest.values().stream().map(write -> write.pair).toList();
    out.send(from, new Message.Fenced(arc, chainEpoch(), unfinished, lastLine));
  }

  void onFenced(NodeId from, Message.Fenced message, View view) {
    if (isHead() && !open && message.arc().covers(arc)) {
      fenced.put(from, new Fenced(from, message.unfinished(), message.line()));
      openIfFenced(view);
    }
  }

  void onOpen(TokenRange openArc) {
    if (position < 1 || !openArc.covers(arc)) {
      return;
    }
    if (!open) {
      markOpen();
    }
    if (openBelow) {
      sendUp(new Message.Opened(arc, chainEpoch()));
    } else {
      sendNext(new Message.Open(arc, chainEpoch()));
    }
  }

  void onOpened(TokenRange openArc) {
    openBelow |= openArc.covers(arc);
    if (openBelow && position > 0) {
      sendUp(new Message.Opened(arc, chainEpoch()));
    }
  }

  /**
   * Whether this head has opened the range on the whole line and nothing of earlier lines is under
   * way.
   */
  boolean hasOpened() {
    return isHead() && open && openBelow && inherited == 0;
  }

  // ---- learning ---------------------------------------------------------------------------------

  boolean isLearning() {
    return isLearner() && open && !caughtUp;
  }

  boolean isCaughtUp() {
    return isLearner()
        && open
        && caughtUp
        && pending.values().stream().noneMatch(write -> write.owed && !write.durable);
  }

  /** The copy has left out what the chain was writing: it is here when that is on the disk. */
  void onCaughtUp() {
    caughtUp = true;
    touched.clear();
    pending.values().forEach(write -> write.owed = !write.durable);
  }

  /** Whether a copied state of the key may be stored: nothing came through the chain meanwhile. */
  boolean accepts(Key key) {
    return isLearning() && !touched.contains(key);
  }

  // ---- links and ticks --------------------------------------------------------------------------

  /** A new link to the peer: whatever it may have missed is sent again. */
  void onLinkUp(NodeId peer, View view) {
    if (isHead() && !open && stillToFence(view).contains(peer)) {
      out.send(peer, fence());
    }
    if (position < 0) {
      return;
    }
    if (position > 0 && peer.equals(line.get(position - 1))) {
      pending.values().stream().filter(this::isCompleteHere).forEach(this::acknowledge);
      if (open && openBelow) {
        sendUp(new Message.Opened(arc, chainEpoch()));
      }
    }
    if (!isLast() && peer.equals(line.get(position + 1))) {
      pending.values().stream()
          .filter(write -> !write.carried && !write.below)
          .forEach(write -> sendNext(new Message.Write(chainEpoch(), write.pair)));
      if (open) {
        sendNext(new Message.Open(arc, chainEpoch()));
        announceCommitted();
      }
    }
  }

  private boolean isCompleteHere(PendingWrite write) {
    return !write.carried && isComplete(write);
  }

  /** What the writes take that are not known to be committed. */
  long pendingBytes() {
    return pending.values().stream().mapToLong(PendingWrite::bytes).sum();
  }

  /** Whether a write of this range is not on this node's disk yet. */
  boolean awaitsDisk() {
    return pending.values().stream().anyMatch(write -> !write.durable);
  }

  void onTick(View view) {
    fencePrevious(view);
    fullTicks = Math.max(0, fullTicks - 1);
    if (open && !openBelow && ++openTicks >= OPEN_AFTER_TICKS) {
      // The range may have been cut meanwhile: what was said of the whole is not heard of a part.
      openTicks = 0;
      sendNext(new Message.Open(arc, chainEpoch()));
    }
    boolean query = false;
    for (PendingWrite write : pending.values()) {
      if (write.full && !isGivenUp(write)) {
        write.full = false;
        out.add(new Command.Append(write.token, write.pair));
      }
      if (position > 0 && isCompleteHere(write) && ++write.age >= QUERY_AFTER_TICKS) {
        write.age = 0;
        query = true;
      }
    }
    if (query) {
      out.send(range.head(), new Message.CommitQuery(range.token(), chainEpoch()));
    }
  }

  // ---- what it is -------------------------------------------------------------------------------

  Range range() {
    return range;
  }

  TokenRange arc() {
    return arc;
  }

  Epoch chainEpoch() {
    return range.chainEpoch();
  }

  Standing standing() {
    return standing;
  }

  boolean isHead() {
    return position == 0;
  }

  boolean isInLine() {
    return position >= 0;
  }

  /** Whether the range goes on without this node, and no earlier line can be asked for any more. */
  boolean hasLeft() {
    return position < 0 && range.isSettled() && !range.line().contains(out.self);
  }

  private boolean isLast() {
    return position == line.size() - 1;
  }

  private boolean isServing() {
    return position >= 0 && position < range.chain().size();
  }

  private boolean isLearner() {
    return position >= range.chain().size();
  }

  private Role role() {
    if (position < 0) {
      return Role.NONE;
    }
    if (!open) {
      return Role.CLOSED;
    }
    return isHead() ? Role.HEAD : isLearner() ? Role.LEARNER : Role.MEMBER;
  }

  private void restand() {
    standing = new Standing(role(), chainEpoch());
    out.standingChanged();
  }

  private void sendNext(Message message) {
    if (position >= 0 && !isLast()) {
      out.send(line.get(position + 1), message);
    }
  }

  private void sendUp(Message message) {
    out.send(line.get(position - 1), message);
  }
}
