package dev.rondel.testbed.chaos.plan;

import dev.rondel.ring.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Draws acts from a seed: the same settings and seed give the same acts at the same times.
 *
 * <p>Every kind comes as often as its weight says, in an order that is shuffled anew each time all
 * have come. At most two nodes are in trouble at once by the schedule's own reckoning, so that most
 * operations go on; safety has no such bound.
 */
public final class Schedule {

  private static final long BEGIN_MILLIS = 3_000;
  private static final long END_MILLIS = 10_000;
  private static final int MOST_IN_TROUBLE = 2;
  private static final int MORE_NODES = 2;
  private static final int FEWER_NODES = 1;

  /** How long a node takes, roughly, to start and to catch up. */
  private static final long START_MILLIS = 10_000;

  private static final long RECOVERY_MILLIS = 2_500;

  private final ScheduleSettings settings;
  private final Random random;
  private final Cuts cuts;
  private final List<Fault> bag = new ArrayList<>();
  private final SequencedSet<NodeId> members;
  private final TreeSet<NodeId> left = new TreeSet<>(Comparator.comparing(NodeId::value));
  private final Map<NodeId, Long> busyUntil = new HashMap<>();
  private final List<Planned> planned = new ArrayList<>();
  private long coordinatorBusyUntil;
  private boolean coordinatorKilled;
  private long diskFullUntil;
  private int nextPort;
  private long now = BEGIN_MILLIS;

  private Schedule(ScheduleSettings settings, long seed) {
    this.settings = settings;
    this.random = new Random(seed);
    this.cuts = new Cuts(random);
    this.members = new TreeSet<>(Comparator.comparing(NodeId::value));
    for (int i = 0; i < settings.nodes(); i++) {
      members.add(node(settings.firstPort() + i));
    }
    this.nextPort = settings.firstPort() + settings.nodes();
  }

  public static List<Planned> draw(ScheduleSettings settings, long seed) {
    return new Schedule(settings, seed).draw();
  }

  private static NodeId node(int port) {
    return NodeId.of("node_" + port);
  }

  private List<Planned> draw() {
    long end = settings.duration().toMillis() - END_MILLIS;
    while (now < end) {
      next().ifPresent(act -> planned.add(new Planned(Duration.ofMillis(now), act)));
      // Now and then the next comes while the last has hardly begun.
      now += random.nextInt(5) == 0 ? between(200, 1_000) : between(2_500, 8_000);
    }
    return List.copyOf(planned);
  }

  /** The first kind that is possible now; those before it wait for their turn. */
  private Optional<Act> next() {
    if (bag.isEmpty()) {
      refill();
    }
    for (Fault fault : List.copyOf(bag)) {
      Optional<Act> act = act(fault);
      if (act.isPresent()) {
        bag.remove(fault);
        return act;
      }
    }
    return Optional.empty();
  }

  private void refill() {
    var kinds = new ArrayList<Fault>();
    for (Fault fault : Fault.values()) {
      if (settings.faults().contains(fault)) {
        kinds.addAll(Collections.nCopies(fault.weight(), fault));
      }
    }
    Collections.shuffle(kinds, random);
    bag.addAll(kinds);
  }

  private Optional<Act> act(Fault fault) {
    return switch (fault) {
      case KILL ->
          victim()
              .map(node -> lasting(node, new Act.Kill(node, millis(500, 15_000)), START_MILLIS));
      case PAUSE ->
          victim()
              .map(node -> lasting(node, new Act.Pause(node, millis(500, 8_000)), RECOVERY_MILLIS));
      case CUT ->
          victim()
              .map(
                  node ->
                      lasting(
                          node, cuts.draw(node, members, millis(1_000, 10_000)), RECOVERY_MILLIS));
      case DISK -> victim(this::hasSmallDisk).map(this::fillDisk);
      case COORDINATOR -> coordinator();
      case JOIN -> join();
      case LEAVE -> leave();
      case RESTART_ALL -> restartAll();
    };
  }

  private Act fillDisk(NodeId node) {
    Duration duration = millis(8_000, 15_000);
    diskFullUntil = now + duration.toMillis() + RECOVERY_MILLIS;
    return lasting(node, new Act.FillDisk(node, duration), RECOVERY_MILLIS);
  }

  private Act lasting(NodeId node, Act act, long recovery) {
    busyUntil.put(node, now + act.duration().toMillis() + recovery);
    return act;
  }

  private Optional<Act> coordinator() {
    if (coordinatorBusyUntil > now) {
      return Optional.empty();
    }
    Duration duration = millis(1_000, 12_000);
    boolean kill = !coordinatorKilled;
    coordinatorKilled = kill;
    coordinatorBusyUntil = now + duration.toMillis() + (kill ? START_MILLIS : RECOVERY_MILLIS);
    return Optional.of(
        kill ? new Act.KillCoordinator(duration) : new Act.PauseCoordinator(duration));
  }

  private Optional<Act> join() {
    if (members.size() >= settings.nodes() + MORE_NODES) {
      return Optional.empty();
    }
    boolean again = !left.isEmpty() && random.nextBoolean();
    NodeId node = again ? left.removeFirst() : node(nextPort++);
    members.add(node);
    busyUntil.put(node, now + START_MILLIS);
    return Optional.of(new Act.Join(node));
  }

  private Optional<Act> leave() {
    if (members.size() <= Math.max(3, settings.nodes() - FEWER_NODES)) {
      return Optional.empty();
    }
    Optional<NodeId> victim = victim(node -> !hasSmallDisk(node));
    victim.ifPresent(
        node -> {
          members.remove(node);
          left.add(node);
        });
    return victim.map(Act.Leave::new);
  }

  /** Not while a disk is full: a node cannot start without any room. */
  private Optional<Act> restartAll() {
    if (diskFullUntil > now) {
      return Optional.empty();
    }
    Duration down = millis(0, 3_000);
    long until = now + down.toMillis() + 2 * START_MILLIS;
    members.forEach(node -> busyUntil.put(node, until));
    coordinatorBusyUntil = until;
    return Optional.of(new Act.RestartAll(down));
  }

  /** Those stay: else there would be none to fill after a while. */
  private boolean hasSmallDisk(NodeId node) {
    for (int i = 0; i < settings.smallDisks(); i++) {
      if (node.equals(node(settings.firstPort() + i))) {
        return true;
      }
    }
    return false;
  }

  private Optional<NodeId> victim() {
    return victim(_ -> true);
  }

  private Optional<NodeId> victim(Predicate<NodeId> condition) {
    List<NodeId> free = members.stream().filter(node -> !isBusy(node)).toList();
    List<NodeId> possible = free.stream().filter(condition).toList();
    int inTrouble = members.size() - free.size();
    return inTrouble >= MOST_IN_TROUBLE || possible.isEmpty()
        ? Optional.empty()
        : Optional.of(possible.get(random.nextInt(possible.size())));
  }

  private boolean isBusy(NodeId node) {
    return busyUntil.getOrDefault(node, 0L) > now;
  }

  private Duration millis(int from, int to) {
    return Duration.ofMillis(between(from, to));
  }

  private int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  /** How often each kind is planned. */
  public static Map<Fault, Long> counts(List<Planned> plan) {
    var counts = new TreeMap<Fault, Long>();
    plan.forEach(planned -> counts.merge(planned.act().fault(), 1L, Long::sum));
    return counts;
  }
}
