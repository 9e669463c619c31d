package dev.rondel.node.chain;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in every chain: a deterministic state machine without clock, thread or IO.
 *
 * <p>Tell it what happened ({@code on…}, {@link #submit}), then {@link #take()} what is to be done,
 * in order. One thread at a time. {@link #serving()} and {@link #dirty()} may be read from any
 * thread; the class {@link RangeReplica} has the protocol and its invariants.
 *
 * <p>A view is applied whole. Messages of a chain epoch that this node has not seen yet wait, with
 * all that comes after them from the same sender, until the view is there; messages of an older one
 * are refused.
 */
public final class ChainReplica {

  private static final int MAX_PARKED = 100_000;

  private final Outbox out;
  private final long incarnation;
  private final long mostPendingBytes;
  private final DirtyKeys dirty = new DirtyKeys();
  private final Map<NodeId, ArrayDeque<Message>> parked = new HashMap<>();

  private View view = View.empty(1, "");
  private RangeReplica[] ranges = {};
  private volatile Serving serving = new Serving(view, new Serving.Standing[0]);

  /**
   * @param incarnation of this process: a view that knows this node by another one does not count
   *     it as a member
   * @param hash the ring's hash function
   * @param mostPendingBytes of writes that are not known to be committed: with more, because a disk
   *     or a link hangs, no further write is taken
   */
  public ChainReplica(
      NodeId self, long incarnation, Function<Key, Token> hash, long mostPendingBytes) {
    this.mostPendingBytes = mostPendingBytes;
    this.out = new Outbox(self, dirty, hash);
    this.incarnation = incarnation;
  }

  /** A replica whose writes under way have no bound. */
  public ChainReplica(NodeId self, long incarnation, Function<Key, Token> hash) {
    this(self, incarnation, hash, Long.MAX_VALUE);
  }

  public Serving serving() {
    return serving;
  }

  public DirtyKeys dirty() {
    return dirty;
  }

  public View view() {
    return view;
  }

  /** The commands since the last call. */
  public List<Command> take() {
    return out.take();
  }

  // ---- events -----------------------------------------------------------------------------------

  /** A client's request; answered by one {@link Command.Reply}. */
  public void submit(Request request) {
    RangeReplica range = find(request.token());
    if (range == null) {
      out.reply(request.id(), new Result.Moved());
    } else {
      range.start(request);
    }
  }

  /** Gives up a request; it is still answered, with what is known of it. */
  public void cancel(long id, Token token) {
    RangeReplica range = find(token);
    if (range != null) {
      range.cancel(id);
    }
  }

  /** The answer to {@link Command.Read}. */
  public void onRead(long ticket, Token token, @Nullable Pair pair) {
    RangeReplica range = find(token);
    if (range != null) {
      range.onRead(ticket, pair);
    }
  }

  /** The pair of a {@link Command.Read} is damaged. */
  public void onReadFailed(long ticket, Token token) {
    RangeReplica range = find(token);
    if (range != null) {
      range.onReadFailed(ticket);
    }
  }

  /** The pair of a {@link Command.Append} is durable and visible to readers. */
  public void onAppended(Token token, Key key, Version version) {
    out.full = false;
    RangeReplica range = find(token);
    if (range != null) {
      range.onAppended(new PendingWrite.Id(version, key));
    }
  }

  /** The disk has no room for the pair of a {@link Command.Append}. */
  public void onAppendFailed(Token token, Key key, Version version) {
    out.full = true;
    RangeReplica range = find(token);
    if (range != null) {
      range.onAppendFailed(new PendingWrite.Id(version, key));
    }
  }

  /** A new link to the peer is up: what was sent on an earlier one may be lost. */
  public void onLinkUp(NodeId peer) {
    for (RangeReplica range : ranges) {
      range.onLinkUp(peer, view);
    }
  }

  /** Some time passed; called a few times a second. */
  public void onTick() {
    long pending = Arrays.stream(ranges).mapToLong(RangeReplica::pendingBytes).sum();
    out.overloaded = pending > mostPendingBytes;
    for (RangeReplica range : ranges) {
      range.onTick(view);
    }
    // The question, or its answer, may have been lost with a link.
    parked.keySet().forEach(from -> out.send(from, new Message.ViewQuery(view.epoch())));
    // What waited for room may have gone with its range: then only the next write can tell.
    out.full &= Arrays.stream(ranges).anyMatch(RangeReplica::awaitsDisk);
  }

  /** The learner has copied the whole range; false where the range has changed meanwhile. */
  public boolean onCaughtUp(Token token, Epoch chainEpoch) {
    RangeReplica range = find(token);
    if (range == null || !range.chainEpoch().equals(chainEpoch) || !range.isLearning()) {
      return false;
    }
    range.onCaughtUp();
    return true;
  }

  /** Nothing that was given up of the range is stored here any more. */
  public void onEmptied(Token token, Epoch chainEpoch) {
    RangeReplica range = find(token);
    if (range != null && range.chainEpoch().equals(chainEpoch)) {
      range.onEmptied(view);
      publishIfChanged();
    }
  }

  /** Whether a copied state of the key, taken in this chain epoch, may be stored. */
  public boolean acceptsCopy(Token token, Key key, Epoch chainEpoch) {
    RangeReplica range = find(token);
    return range != null && range.chainEpoch().equals(chainEpoch) && range.accepts(key);
  }

  /**
   * Forgets a stored pair that nobody needs here any more: a committed tombstone that stayed
   * behind, or any pair of a range whose line this node has left for good.
   */
  public void tidy(Token token, Key key, Version version, boolean tombstone) {
    RangeReplica range = find(token);
    if (range == null) {
      return;
    }
    if (range.hasLeft()) {
      out.add(new Command.Erase(token, key, version));
    } else if (tombstone) {
      range.sweep(token, key, version);
    }
  }

  /**
   * The ranges that this node heads and has opened, and whose view still lists previous members.
   */
  public List<Range> opened() {
    return Arrays.stream(ranges)
        .filter(range -> range.hasOpened() && !range.range().isSettled())
        .map(RangeReplica::range)
        .toList();
  }

  /** The ranges that this node learns and has copied whole. */
  public List<Range> caughtUp() {
    return Arrays.stream(ranges).filter(RangeReplica::isCaughtUp).map(RangeReplica::range).toList();
  }

  /** The ranges that this node learns and has yet to copy, as indices of the view. */
  public List<Integer> learning() {
    var indices = new ArrayList<Integer>();
    for (int i = 0; i < ranges.length; i++) {
      if (ranges[i].isLearning()) {
        indices.add(i);
      }
    }
    return indices;
  }

  /**
   * The ranges that this node is to open empty, once what was given up of them is erased here, as
   * indices of the view.
   */
  public List<Integer> toEmpty() {
    return IntStream.range(0, ranges.length)
        .filter(i -> ranges[i].mustBeEmptied())
        .boxed()
        .toList();
  }

  // ---- views ------------------------------------------------------------------------------------

  /** Applies the view, unless it is not newer than this node's. */
  public void onView(View next) {
    if (next.epoch().compareTo(view.epoch()) <= 0) {
      return;
    }
    boolean stranger =
        next.member(out.self).map(me -> me.incarnation() != incarnation).orElse(true);
    RangeReplica[] before = ranges;
    View viewBefore = view;
    var fresh = new RangeReplica[next.ranges().size()];
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] = successor(next, i, viewBefore, before, stranger);
    }
    view = next;
    ranges = fresh;
    publish();
    restart(before);
    for (RangeReplica range : fresh) {
      range.letGo();
      range.fencePrevious(next);
      range.openIfFenced(next);
    }
    publishIfChanged();
    unpark();
  }

  private RangeReplica successor(
      View next, int index, View viewBefore, RangeReplica[] before, boolean stranger) {
    Range range = next.ranges().get(index);
    TokenRange arc = next.arc(index);
    int old = viewBefore.indexOf(range.token());
    if (old >= 0
        && before[old].chainEpoch().equals(range.chainEpoch())
        && before[old].isInLine() == (!stranger && range.line().contains(out.self))) {
      if (before[old].arc().equals(arc)) {
        before[old].update(range);
        return before[old];
      }
      return before[old].part(range, arc);
    }
    List<RangeReplica> overlapping =
        Arrays.stream(before)
            .filter(known -> known.arc().contains(arc.to()) || arc.contains(known.arc().to()))
            .toList();
    return RangeReplica.changed(out, range, arc, stranger, overlapping);
  }

  /**
   * Starts the requests of replaced ranges again; whatever this node no longer heads is answered as
   * moved.
   */
  private void restart(RangeReplica[] before) {
    var kept = new HashSet<>(Arrays.asList(ranges));
    for (RangeReplica old : before) {
      if (!kept.contains(old)) {
        old.drainRequests().forEach(this::submit);
      }
    }
  }

  private void publish() {
    out.takeStandingsChanged();
    var standings = new Serving.Standing[ranges.length];
    for (int i = 0; i < standings.length; i++) {
      standings[i] = ranges[i].standing();
    }
    serving = new Serving(view, standings);
  }

  private void publishIfChanged() {
    if (out.takeStandingsChanged()) {
      publish();
    }
  }

  // ---- messages ---------------------------------------------------------------------------------

  /** A message from a peer's link. */
  public void onMessage(NodeId from, Message message) {
    var waiting = parked.get(from);
    if (waiting != null && message instanceof Message.Ranged) {
      if (waiting.size() < MAX_PARKED) {
        waiting.add(message);
      }
      return;
    }
    switch (message) {
      case Message.Ranged ranged -> {
        if (view.epoch().isBefore(ranged.chainEpoch())) {
          parked.put(from, new ArrayDeque<>(List.of(message)));
          out.send(from, new Message.ViewQuery(view.epoch()));
        } else {
          deliver(from, ranged);
        }
      }
      case Message.Stale(Epoch now) -> {
        if (view.epoch().isBefore(now)) {
          out.send(from, new Message.ViewQuery(view.epoch()));
        }
      }
      case Message.ViewQuery(Epoch have) -> {
        if (have.isBefore(view.epoch())) {
          out.send(from, new Message.ViewReply(view));
        }
      }
      case Message.ViewReply(View newer) -> onView(newer);
    }
    publishIfChanged();
  }

  private void deliver(NodeId from, Message.Ranged message) {
    boolean heard =
        switch (message) {
          case Message.Write write -> {
            Token token = out.hash.apply(write.pair().key());
            yield at(token, write, range -> range.onWrite(token, write.pair()));
          }
          case Message.Ack ack -> at(out.hash.apply(ack.key()), ack, range -> range.onAck(ack));
          case Message.CommitQuery query ->
              at(query.token(), query, range -> range.onCommitQuery(from));
          case Message.Committed committed ->
              within(committed, range -> range.onCommitted(committed.arc(), committed.upTo()));
          case Message.Fence fence -> within(fence, range -> range.onFence(from));
          case Message.Fenced fenced -> within(fenced, range -> range.onFenced(from, fenced, view));
          case Message.Open open -> within(open, range -> range.onOpen(open.arc()));
          case Message.Opened opened -> within(opened, range -> range.onOpened(opened.arc()));
        };
    if (!heard) {
      out.send(from, new Message.Stale(view.epoch()));
    }
  }

  /** Tells the range of {@code token}; false where it is in another chain epoch. */
  private boolean at(Token token, Message.Ranged message, Consumer<RangeReplica> event) {
    RangeReplica range = find(token);
    if (range == null || !range.chainEpoch().equals(message.chainEpoch())) {
      return false;
    }
    event.accept(range);
    return true;
  }

  /** Tells all ranges that have a part of the arc; false where none is in the chain epoch. */
  private boolean within(Message.Arced message, Consumer<RangeReplica> event) {
    TokenRange arc = message.arc();
    RangeReplica last = find(arc.to());
    if (last != null && last.arc().covers(arc)) {
      return at(arc.to(), message, event);
    }
    boolean heard = false;
    for (RangeReplica range : ranges) {
      if ((arc.contains(range.arc().to()) || range.arc().contains(arc.to()))
          && range.chainEpoch().equals(message.chainEpoch())) {
        event.accept(range);
        heard = true;
      }
    }
    return heard;
  }

  private void unpark() {
    var waiting = new HashMap<>(parked);
    parked.clear();
    waiting.forEach((from, messages) -> messages.forEach(message -> onMessage(from, message)));
  }

  private @Nullable RangeReplica find(Token token) {
    int index = view.indexOf(token);
    return index < 0 ? null : ranges[index];
  }
}
