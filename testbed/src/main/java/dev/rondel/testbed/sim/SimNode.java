package dev.rondel.testbed.sim;

import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.coordinator.membership.Hello;
import dev.rondel.coordinator.redistribution.Reports;
import dev.rondel.node.chain.ChainReplica;
import dev.rondel.node.chain.Command;
import dev.rondel.node.chain.Lease;
import dev.rondel.node.chain.Message;
import dev.rondel.node.chain.Result;
import dev.rondel.node.chain.Serving;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A storage node: the real chain core and lease, and around them what its runtime does. */
final class SimNode extends Host {

  private static final long HEARTBEAT = 200 * Dice.MILLIS;
  private static final long TICK = 100 * Dice.MILLIS;
  private static final long TIDY = 3 * Dice.SECONDS;
  private static final long SOON = 5 * Dice.MILLIS;

  final NodeId id;
  final SimDisk disk;
  private final Dice dice;
  private long incarnation;

  // Of one life:
  private ChainReplica core;
  private Lease lease;
  private PeerLinks links;
  private SimTable table;
  private SimGateway gateway;
  private SimLearning learning;
  private SimMender mender;
  private final Map<Long, Consumer<Result>> waiting = new HashMap<>();
  private final Set<NodeId> suspects = new HashSet<>();
  private @Nullable Serving seen;
  private @Nullable SimSession session;
  private boolean soon;
  private boolean flushing;

  /** The view when commands were last carried out: what came since may be of an earlier line. */
  private Epoch flushed = Epoch.ZERO;

  private long requests;
  private long heartbeats;

  SimNode(World world, NodeId id, Dice dice) {
    super(world, id.value());
    this.id = id;
    this.dice = dice;
    this.disk = new SimDisk(this, dice);
    this.core = fresh();
    this.lease = new Lease(this::nanos);
    this.links = new PeerLinks(this, dice);
    this.table = new SimTable(this, lease, dice);
    this.gateway = new SimGateway(this, table, dice);
    this.learning = new SimLearning(this, dice);
    this.mender = new SimMender(this, dice);
  }

  private ChainReplica fresh() {
    return new ChainReplica(id, incarnation, World::token);
  }

  @Override
  void onStart() {
    incarnation += incarnation > 0 && world.mutation == Mutation.RESTART_UNNOTICED ? 0 : 1;
    core = fresh();
    lease = new Lease(this::nanos);
    links = new PeerLinks(this, dice);
    table = new SimTable(this, lease, dice);
    gateway = new SimGateway(this, table, dice);
    learning = new SimLearning(this, dice);
    mender = new SimMender(this, dice);
    seen = core.serving();
    every(TICK, () -> tell(ChainReplica::onTick));
    every(HEARTBEAT, this::heartbeat);
    every(dice.chance(0.6) ? TICK : TIDY, this::tidy);
    connect();
  }

  @Override
  void onKill() {
    disk.crash();
    waiting.clear();
    suspects.clear();
    session = null;
    soon = false;
    flushing = false;
  }

  // ---- the chain --------------------------------------------------------------------------------

  ChainReplica core() {
    return core;
  }

  Serving serving() {
    return core.serving();
  }

  View view() {
    return core.view();
  }

  boolean serves(Key key) {
    Serving.Standing standing = serving().standing(World.token(key));
    return standing != null && standing.role().serves();
  }

  boolean hasLease() {
    return lease.isValid();
  }

  PeerLinks links() {
    return links;
  }

  SimTable table() {
    return table;
  }

  SimGateway gateway() {
    return gateway;
  }

  SimMender mender() {
    return mender;
  }

  long incarnation() {
    return incarnation;
  }

  /** Tells the core of an event. Its commands may be carried out only after some more events. */
  void tell(Consumer<ChainReplica> event) {
    event.accept(core);
    if (flushing) {
      return;
    }
    if (dice.chance(0.2)) {
      flushing = true;
      later(dice.between(0, Dice.MILLIS), this::flush);
    } else {
      flush();
    }
  }

  private void flush() {
    flushing = false;
    for (Command command : core.take()) {
      carryOut(command);
    }
    if (core.serving() != seen) {
      seen = core.serving();
      links.follow(core.view());
      learning.follow();
      empty();
      world.rules.served(this);
      reportSoon();
    }
    flushed = view().epoch();
  }

  private void carryOut(Command command) {
    switch (command) {
      case Command.Send(var to, var message) -> send(to, message);
      case Command.Append(var token, var pair) -> {
        world.rules.given(this, pair);
        disk.append(
            new SimDisk.Change.Put(pair),
            durable -> {
              if (durable) {
                tell(core -> core.onAppended(token, pair.key(), pair.version()));
                forgetEarly(pair);
              } else {
                tell(core -> core.onAppendFailed(token, pair.key(), pair.version()));
              }
            });
      }
      case Command.Erase(_, var key, var version) ->
          disk.append(new SimDisk.Change.Erase(key, version), durable -> {});
      case Command.Read(var ticket, var token, var key) ->
          later(
              dice.between(0, Dice.MILLIS / 2),
              () -> {
                Pair pair = disk.get(key);
                boolean damaged = mender.isDamaged(key);
                tell(
                    core -> {
                      if (damaged) {
                        core.onReadFailed(ticket, token);
                      } else {
                        core.onRead(ticket, token, pair);
                      }
                    });
              });
      case Command.Reply(var id, var result) -> {
        if (result instanceof Result.Committed(var pair) && view().epoch().equals(flushed)) {
          world.rules.committed(this, pair);
        }
        Consumer<Result> told = waiting.remove(id);
        if (told != null) {
          told.accept(result);
        }
      }
    }
  }

  /** Erases what was given up of the ranges that begin empty here; then they may open. */
  private void empty() {
    for (int index : core.toEmpty()) {
      Range range = view().ranges().get(index);
      TokenRange arc = view().arc(index);
      disk.after(
          () -> {
            disk.scan(arc).stream()
                .filter(pair -> range.hasGivenUp(pair.version().chainEpoch()))
                .map(pair -> new SimDisk.Change.Erase(pair.key(), pair.version()))
                .forEach(erasure -> disk.append(erasure, durable -> {}));
            disk.after(() -> tell(core -> core.onEmptied(range.token(), range.chainEpoch())));
          });
    }
  }

  private void forgetEarly(Pair pair) {
    if (world.mutation == Mutation.TOMBSTONES_FORGOTTEN && pair.isTombstone()) {
      disk.append(new SimDisk.Change.Erase(pair.key(), pair.version()), durable -> {});
    }
  }

  private void send(NodeId to, Message message) {
    if (world.mutation == Mutation.NO_FENCE && message instanceof Message.Fence fence) {
      var fenced = new Message.Fenced(fence.arc(), fence.chainEpoch(), List.of(), Epoch.ZERO);
      later(0, () -> tell(core -> core.onMessage(to, fenced)));
      return;
    }
    if (world.mutation == Mutation.LEARNER_NOT_ASKED
        && message instanceof Message.Write write
        && isLearner(to, write)) {
      var ack =
          new Message.Ack(write.chainEpoch(), write.pair().key(), write.pair().version(), false);
      later(0, () -> tell(core -> core.onMessage(to, ack)));
    }
    links.send(to, new Question.Parcel.Chain(message));
  }

  private boolean isLearner(NodeId to, Message.Write write) {
    return view()
        .rangeOf(World.token(write.pair().key()))
        .map(range -> range.learners().contains(to))
        .orElse(false);
  }

  void heard(NodeId from, Message message) {
    Message told = world.mutation == Mutation.NO_CHAIN_EPOCH ? ofNow(message) : message;
    if (told instanceof Message.Fenced fenced && world.mutation == Mutation.UNFINISHED_DROPPED) {
      told = new Message.Fenced(fenced.arc(), fenced.chainEpoch(), List.of(), fenced.line());
    }
    Message heard = told;
    tell(core -> core.onMessage(from, heard));
  }

  /** The mutation: writes and acknowledgements count as being of the chain epoch that is here. */
  private Message ofNow(Message message) {
    return switch (message) {
      case Message.Write(var epoch, var pair) -> new Message.Write(newer(epoch, pair), pair);
      case Message.Ack(var epoch, var key, var version, var full) ->
          new Message.Ack(newer(epoch, Pair.tombstone(key, version)), key, version, full);
      default -> message;
    };
  }

  private Epoch newer(Epoch epoch, Pair pair) {
    Epoch here = view().rangeOf(World.token(pair.key())).map(Range::chainEpoch).orElse(Epoch.ZERO);
    return epoch.isBefore(here) ? here : epoch;
  }

  long submit(dev.rondel.node.chain.Request.Action action, Key key, Consumer<Result> told) {
    long request = ++requests;
    waiting.put(request, told);
    tell(
        core ->
            core.submit(new dev.rondel.node.chain.Request(request, World.token(key), key, action)));
    return request;
  }

  void cancel(long request, Key key) {
    if (waiting.containsKey(request)) {
      tell(core -> core.cancel(request, World.token(key)));
    }
  }

  private void tidy() {
    for (Pair pair : disk.all()) {
      if (mender.isDamaged(pair.key())) {
        continue;
      }
      tell(
          core ->
              core.tidy(World.token(pair.key()), pair.key(), pair.version(), pair.isTombstone()));
    }
  }

  // ---- the coordinator --------------------------------------------------------------------------

  void suspect(NodeId peer) {
    if (suspects.add(peer)) {
      reportSoon();
    }
  }

  private void connect() {
    SimSession next = SimSession.open(this, world.coordinator);
    if (next == null) {
      later(HEARTBEAT, this::connect);
      return;
    }
    session = next;
    lease.forgetSent();
    next.up(coordinator -> coordinator.hello(next, hello()));
    reportSoon();
  }

  void sessionEnded(SimSession ended) {
    if (session == ended) {
      session = null;
      later(HEARTBEAT, this::connect);
    }
  }

  private Hello hello() {
    return new Hello(id, incarnation, id.value(), id.value(), "", 1, true, view().epoch().value());
  }

  private void reportSoon() {
    if (!soon) {
      soon = true;
      later(SOON, this::heartbeat);
    }
  }

  private void heartbeat() {
    soon = false;
    learning.follow();
    SimSession current = session;
    if (current == null) {
      return;
    }
    long number = ++heartbeats;
    lease.sent(number);
    world.rules.opened(core.opened());
    var beat =
        new Heartbeat(
            number,
            view().epoch().value(),
            new Reports(reports(opened()), reports(caughtUp())),
            List.of(),
            Set.copyOf(suspects),
            0,
            0,
            false);
    suspects.clear();
    current.up(coordinator -> coordinator.heartbeat(current, id, beat));
  }

  private List<Range> opened() {
    return world.mutation == Mutation.OPEN_TOO_EARLY
        ? view().ranges().stream()
            .filter(range -> range.head().equals(id) && !range.isSettled())
            .toList()
        : core.opened();
  }

  private List<Range> caughtUp() {
    return switch (world.mutation) {
      case CAUGHT_UP_AT_ONCE ->
          view().ranges().stream().filter(range -> range.learners().contains(id)).toList();
      case COPY_IS_ENOUGH -> learning.copied();
      default -> core.caughtUp();
    };
  }

  private Set<Reports.Report> reports(List<Range> ranges) {
    return ranges.stream()
        .map(range -> new Reports.Report(id, range.token(), range.chainEpoch()))
        .collect(Collectors.toSet());
  }

  void take(View view) {
    world.trace.note("%s applies view %s", name, view.epoch());
    tell(core -> core.onView(view));
  }

  void take(long number, long epoch) {
    tell(
        core ->
            lease.renewed(number, World.LEASE.toNanos(), new Epoch(epoch), core.view().epoch()));
    world.rules.served(this);
  }
}
