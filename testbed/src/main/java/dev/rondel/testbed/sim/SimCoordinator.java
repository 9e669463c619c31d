package dev.rondel.testbed.sim;

import dev.rondel.coordinator.core.Command;
import dev.rondel.coordinator.core.CoordinatorCore;
import dev.rondel.coordinator.core.CoreSettings;
import dev.rondel.coordinator.core.Progress;
import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.coordinator.membership.Hello;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.TokenAllocator;
import dev.rondel.view.Epoch;
import dev.rondel.view.View;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The coordinator: the real core, a disk for its views, and the loop around it. */
final class SimCoordinator extends Host {

  private static final long TICK = 100 * Dice.MILLIS;
  private static final long GATHER = 20 * Dice.MILLIS;
  private static final int CONCURRENCY = 4;

  private final Dice dice;

  // On the disk:
  private View durable;
  private final ArrayDeque<View> lastViews = new ArrayDeque<>();

  // Of one life:
  private @Nullable CoordinatorCore core;
  private final Map<Long, SimSession> sessions = new TreeMap<>();
  private final ArrayDeque<Command> commands = new ArrayDeque<>();
  private final ArrayDeque<Runnable> whileSaving = new ArrayDeque<>();
  private final Map<NodeId, Long> sessionOf = new HashMap<>();
  private boolean saving;
  private Epoch pending = Epoch.ZERO;
  private boolean planning;
  private long sessionNumbers;

  SimCoordinator(World world, Dice dice) {
    super(world, "coordinator");
    this.dice = dice;
    this.durable = View.empty(world.settings.replicas(), "md5");
  }

  View view() {
    return durable;
  }

  Progress progress() {
    return Progress.of(core().view(), core().target(), core().heartbeats());
  }

  private CoordinatorCore core() {
    if (core == null) {
      throw new IllegalStateException("the coordinator does not run");
    }
    return core;
  }

  @Override
  void onStart() {
    if (world.mutation == Mutation.VIEW_NOT_DURABLE && !lastViews.isEmpty()) {
      durable = lastViews.getFirst();
    }
    boolean early = world.mutation == Mutation.DOWN_TOO_EARLY;
    core =
        new CoordinatorCore(
            new CoreSettings(
                early ? Duration.ofMillis(300) : World.LEASE,
                early ? Duration.ofMillis(100) : World.MARGIN,
                World.REPLACE_AFTER,
                CONCURRENCY,
                TokenAllocator.hashed(World.TOKENS)),
            durable,
            nanos());
    every(TICK, () -> event(this::tick));
  }

  @Override
  void onKill() {
    core = null;
    sessions.clear();
    sessionOf.clear();
    commands.clear();
    whileSaving.clear();
    saving = false;
    planning = false;
  }

  private void tick(CoordinatorCore state) {
    state.tick(nanos());
    if (world.mutation == Mutation.LAST_REPLICA_LEAVES) {
      var down = new TreeSet<NodeId>();
      state.view().members().stream()
          .filter(member -> !member.up())
          .forEach(member -> down.add(member.id()));
      var _ = state.acceptLoss(down);
    }
  }

  // ---- events -----------------------------------------------------------------------------------

  void hello(SimSession session, Hello hello) {
    event(
        state -> {
          session.numbered(++sessionNumbers);
          sessions.put(session.number(), session);
          state.hello(session.number(), hello, nanos());
        });
  }

  void heartbeat(SimSession session, NodeId node, Heartbeat heartbeat) {
    event(state -> state.heartbeat(session.number(), node, heartbeat, nanos()));
  }

  void disconnected(SimSession session, NodeId node) {
    event(
        state -> {
          if (session.number() > 0) {
            sessions.remove(session.number());
            state.disconnected(session.number(), node, nanos());
          }
        });
  }

  /** An operator's wish; it is lost where the coordinator does not run. */
  void wish(Consumer<CoordinatorCore> wish) {
    if (isRunning()) {
      later(dice.between(0, Dice.MILLIS), () -> event(wish));
    }
  }

  private void event(Consumer<CoordinatorCore> event) {
    if (saving) {
      whileSaving.add(() -> event(event));
      return;
    }
    event.accept(core());
    if (core().wantsPlan() && !planning) {
      planning = true;
      later(
          GATHER,
          () -> {
            planning = false;
            event(CoordinatorCore::plan);
          });
    }
    commands.addAll(core().takeCommands());
    carryOut();
  }

  private void carryOut() {
    while (!saving && !commands.isEmpty()) {
      switch (commands.remove()) {
        case Command.Publish(var view, var notes) -> publish(view, notes);
        case Command.Note(var text) -> world.trace.note("note: %s", text);
        case Command.SendView(var session, var view) -> to(session, node -> node.take(view));
        case Command.SendLease(var session, var number, var epoch) ->
            to(session, node -> node.take(number, epoch));
        case Command.Refuse(var session, var code, var message) -> {
          world.trace.note("refused (%s): %s", code, message);
          end(session);
        }
        case Command.End(var session) -> end(session);
        case Command.Probe(var node, var incarnation, _) -> probe(node, incarnation);
      }
    }
  }

  private void to(long number, Consumer<SimNode> message) {
    SimSession session = sessions.get(number);
    if (session != null) {
      session.down(message);
    }
  }

  private void end(long number) {
    SimSession session = sessions.get(number);
    if (session != null) {
      session.end();
    }
  }

  /**
   * Nothing else happens until the view is on the disk; it may be there although this host dies.
   */
  private void publish(View view, List<String> notes) {
    saving = true;
    long latency = dice.between(Dice.MILLIS / 2, 20 * Dice.MILLIS);
    world.agenda.in(
        dice.between(0, latency),
        () -> {
          if (saving && view.epoch().equals(pending)) {
            save(view);
          }
        });
    pending = view.epoch();
    later(
        latency,
        () -> {
          save(view);
          notes.forEach(note -> world.trace.note("view %s: %s", view.epoch(), note));
          saving = false;
          carryOut();
          while (!saving && !whileSaving.isEmpty()) {
            whileSaving.remove().run();
          }
        });
  }

  private void save(View view) {
    if (durable.epoch().equals(view.epoch())) {
      return;
    }
    world.rules.published(durable, view, this);
    world.trace.note("view %s is durable: %s", view.epoch(), World.show(view));
    lastViews.add(durable);
    if (lastViews.size() > 3) {
      lastViews.remove();
    }
    durable = view;
  }

  /** A connection is refused only where the host can be reached and the process is gone. */
  private void probe(NodeId id, long incarnation) {
    SimNode node = world.node(id);
    later(
        world.network.delay(),
        () -> {
          boolean refused = !node.isRunning() && world.network.isReachable(this, node);
          if (refused) {
            later(world.network.delay(), () -> event(state -> state.refused(id, incarnation)));
          }
        });
  }
}
