package dev.rondel.testbed.sim;

import dev.rondel.coordinator.core.CoordinatorCore;
import dev.rondel.coordinator.core.Progress;
import dev.rondel.node.chain.Serving;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.LinearizabilityCheck;
import dev.rondel.testbed.history.Verdict;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One history of a cluster, from one seed: trouble for a while, then healing, then the judgement.
 * While it runs {@link Rules} hold; at its end the ring has converged, every replica has the same
 * pairs, and every key was a linearizable register.
 */
final class Simulation {

  private static final long HEALING = 150 * Dice.SECONDS;
  private static final long STEP = Dice.SECONDS / 2;
  private static final long LONGEST_HANG = 700 * Dice.MILLIS;

  private final World world;
  private final List<Fault> faults;
  private final List<Key> keys;
  private final List<SimClient> clients = new ArrayList<>();
  private boolean healing;

  /** A simulation with its own faults, or with {@code faults} where they are given. */
  Simulation(
      long seed,
      SimulationSettings settings,
      Mutation mutation,
      @Nullable List<Fault> faults,
      boolean written) {
    this.world = new World(seed, settings, mutation, written);
    var own = new ArrayList<>(FaultPlan.of(settings, world.climate, world.dice()));
    own.addAll(FaultPlan.damages(settings, world.climate, World.diceOfDisks(seed)));
    own.sort(Comparator.comparingLong(Fault::at));
    this.faults = faults == null ? own : faults;
    this.keys = IntStream.range(0, world.climate.keys()).mapToObj(i -> Key.of("k" + i)).toList();
    world.rules.watch(keys);
  }

  List<Fault> faults() {
    return faults;
  }

  Trace trace() {
    return world.trace;
  }

  int operations() {
    return world.history.size();
  }

  long simulatedNanos() {
    return world.agenda.now();
  }

  /**
   * Lets it all happen.
   *
   * @throws Violation where a rule is broken
   */
  void run() {
    SimulationSettings settings = world.settings;
    world.coordinator.start();
    for (int i = 1; i <= settings.nodes(); i++) {
      world.add(i).start();
    }
    for (int i = 1; i <= settings.clients(); i++) {
      var client = new SimClient(world, i, keys);
      clients.add(client);
      client.start();
    }
    for (Fault fault : faults) {
      world.agenda.at(fault.at(), () -> strike(fault));
    }
    world.agenda.runUntil(world.climate.seconds() * Dice.SECONDS);
    heal();
    readAll();
    judge();
  }

  // ---- faults -----------------------------------------------------------------------------------

  private @Nullable SimNode node(int number) {
    return world.nodes().stream()
        .filter(node -> node.id.equals(NodeId.of("n" + number)))
        .findFirst()
        .orElse(null);
  }

  private void strike(Fault fault) {
    if (healing) {
      return;
    }
    world.trace.note("FAULT %s", fault.toString());
    SimNode one = node(fault.one());
    SimNode other = node(fault.other());
    SimCoordinator coordinator = world.coordinator;
    switch (fault.kind()) {
      case KILL -> kill(one, fault.lasts());
      case PAUSE -> pause(one, fault.lasts());
      case CUT_OFF -> {
        for (Host host : others(one)) {
          cut(one, host, fault.lasts());
          cut(host, one, fault.lasts());
        }
      }
      case CUT_COORDINATOR -> {
        cut(one, coordinator, fault.lasts());
        cut(coordinator, one, fault.lasts());
      }
      case CUT_PAIR -> {
        cut(one, other, fault.lasts());
        cut(other, one, fault.lasts());
      }
      case CUT_ONE_WAY -> cut(one, one == other ? coordinator : other, fault.lasts());
      case RESET -> {
        if (one != null && other != null) {
          Host end = one == other ? coordinator : other;
          world.network.reset(one, end, Math.min(fault.lasts(), LONGEST_HANG));
        }
      }
      case SLOW_DISK, FULL_DISK -> trouble(one, fault);
      case KILL_COORDINATOR -> kill(coordinator, fault.lasts());
      case PAUSE_COORDINATOR -> pause(coordinator, fault.lasts());
      case KILL_ALL -> {
        world.nodes().forEach(node -> kill(node, fault.lasts()));
        kill(coordinator, fault.lasts());
      }
      case JOIN -> {
        if (one == null) {
          world.add(fault.one()).start();
        }
      }
      case REJOIN -> wish(one, (core, id) -> core.join(id, null, null));
      case DRAIN -> wish(one, CoordinatorCore::drain);
      case WEIGHT -> wish(one, (core, id) -> core.adjust(id, (double) fault.other(), null));
      case REPLICAS -> coordinator.wish(core -> core.replicate(fault.one()));
      case DAMAGE -> {
        if (one != null) {
          one.disk.damage(keys.get(fault.other()), fault.lasts() > 0);
        }
      }
    }
  }

  private interface Wish {
    Object of(CoordinatorCore core, NodeId node);
  }

  private void wish(@Nullable SimNode node, Wish wish) {
    if (node != null) {
      world.coordinator.wish(core -> Objects.requireNonNull(wish.of(core, node.id)));
    }
  }

  private List<Host> others(@Nullable SimNode node) {
    var others = new ArrayList<Host>(world.nodes());
    others.remove(node);
    others.add(world.coordinator);
    return others;
  }

  private void kill(@Nullable Host host, long lasts) {
    if (host != null && host.isRunning()) {
      host.kill();
      world.agenda.in(lasts, host::start);
    }
  }

  private void pause(@Nullable Host host, long lasts) {
    if (host != null) {
      host.pause();
      world.agenda.in(lasts, host::resume);
    }
  }

  private void cut(@Nullable Host from, @Nullable Host to, long lasts) {
    if (from != null && to != null && !from.equals(to)) {
      world.network.cut(from, to);
      world.agenda.in(lasts, () -> world.network.mend(from, to));
    }
  }

  private void trouble(@Nullable SimNode node, Fault fault) {
    if (node == null) {
      return;
    }
    boolean full = fault.kind() == Fault.Kind.FULL_DISK;
    Runnable end = full ? () -> node.disk.setFull(false) : () -> node.disk.setSlow(false);
    if (full) {
      node.disk.setFull(true);
    } else {
      node.disk.setSlow(true);
    }
    world.agenda.in(fault.lasts(), end);
  }

  // ---- the end ----------------------------------------------------------------------------------

  private void heal() {
    healing = true;
    world.trace.note("HEALING");
    world.network.mendAll();
    world.coordinator.resume();
    world.coordinator.start();
    for (SimNode node : world.nodes()) {
      node.disk.setFull(false);
      node.disk.setSlow(false);
      node.disk.restore();
      node.resume();
      node.start();
    }
    long until = world.agenda.now() + HEALING;
    while (world.agenda.now() < until && !isWell()) {
      world.agenda.runUntil(world.agenda.now() + STEP);
    }
    if (!isWell()) {
      throw new Violation("it does not heal: " + illness());
    }
    clients.forEach(SimClient::stop);
    while (clients.stream().anyMatch(SimClient::isBusy)) {
      world.agenda.runUntil(world.agenda.now() + STEP);
    }
    // Tombstones are swept, and what was left behind is tidied up.
    world.agenda.runUntil(world.agenda.now() + 10 * Dice.SECONDS);
    if (!isWell()) {
      throw new Violation("it does not stay well: " + illness());
    }
  }

  private boolean isWell() {
    return illness() == null;
  }

  private @Nullable String illness() {
    Progress progress = world.coordinator.progress();
    if (progress.state() != Progress.State.CONVERGED) {
      return "the ring is " + progress.state().name() + ", " + World.show(world.coordinator.view());
    }
    View view = world.coordinator.view();
    for (SimNode node : world.nodes()) {
      if (!node.view().epoch().equals(view.epoch())) {
        return "%s has view %s instead of %s".formatted(node, node.view().epoch(), view.epoch());
      }
      boolean isIn =
          view.member(node.id).map(m -> m.standing() == Member.Standing.IN).orElse(false);
      if (isIn && !node.hasLease()) {
        return node + " has no lease";
      }
    }
    for (Range range : view.ranges()) {
      for (NodeId member : range.chain()) {
        Serving.Standing standing = world.node(member).serving().standing(range.token());
        if (standing == null || !standing.role().serves()) {
          return "%s does not serve %s".formatted(member, World.show(range));
        }
      }
    }
    return null;
  }

  /** Every key once more, through every node. */
  private void readAll() {
    var last = new SimClient(world, clients.size() + 1, keys);
    for (Key key : keys) {
      for (SimNode node : world.nodes()) {
        last.ask(node, key, Action.get(), () -> {});
        while (last.isBusy()) {
          world.agenda.runUntil(world.agenda.now() + Dice.SECONDS / 10);
        }
      }
    }
  }

  private void judge() {
    View view = world.coordinator.view();
    for (Key key : keys) {
      Range range = view.rangeOf(World.token(key)).orElseThrow();
      Pair atHead = live(world.node(range.head()), key);
      for (NodeId member : range.chain()) {
        SimNode node = world.node(member);
        if (!Objects.equals(atHead, live(node, key))) {
          throw new Violation(
              "%s has %s of %s, the head %s"
                  .formatted(node, show(live(node, key)), key, show(atHead)));
        }
        if (node.core().dirty().contains(key)) {
          throw new Violation("%s holds %s dirty for ever".formatted(node, key));
        }
      }
    }
    Verdict verdict = LinearizabilityCheck.check(world.history);
    if (!verdict.isGood()) {
      throw new Violation(
          verdict.wrong().isEmpty()
              ? "undecided: " + verdict.undecided()
              : verdict.wrong().getFirst().toString());
    }
  }

  private static @Nullable Pair live(SimNode node, Key key) {
    Pair pair = node.disk.get(key);
    return pair == null || pair.isTombstone() ? null : pair;
  }

  private static String show(@Nullable Pair pair) {
    return pair == null ? "nothing" : World.number(pair) + "@" + pair.version();
  }
}
