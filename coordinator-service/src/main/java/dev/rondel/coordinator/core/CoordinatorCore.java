package dev.rondel.coordinator.core;

import dev.rondel.coordinator.core.Verdict.Accepted;
import dev.rondel.coordinator.core.Verdict.Code;
import dev.rondel.coordinator.core.Verdict.Declined;
import dev.rondel.coordinator.membership.Admission;
import dev.rondel.coordinator.membership.FailureDetector;
import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.coordinator.membership.Hello;
import dev.rondel.coordinator.membership.Registry;
import dev.rondel.coordinator.redistribution.RedistributionPlanner;
import dev.rondel.coordinator.redistribution.Reports;
import dev.rondel.coordinator.redistribution.Situation;
import dev.rondel.coordinator.redistribution.ViewChanges;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.Member.Standing;
import dev.rondel.view.Placement;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator: it hears nodes and operators, and answers with commands. Not safe for threads;
 * one loop owns it.
 *
 * <p>Time is in nanoseconds of one monotonic clock. What it holds to:
 *
 * <ul>
 *   <li>A view is in a {@link Command.Publish} before it is sent to anybody, and its epoch is one
 *       more than the last.
 *   <li>A session gets no lease before it has got the view that knows its process: a restarted node
 *       cannot act on a view that still takes it for the process before.
 *   <li>A node is marked down only when its lease has surely run out, or when its session is gone
 *       and its address refuses connections.
 *   <li>After a start of the coordinator, a restarted node is taken in only when the fate of every
 *       other node is known: else it could leave a chain in favour of one that never returns.
 * </ul>
 */
public final class CoordinatorCore {

  private static final long PROBE_INTERVAL = 200_000_000;

  private final Registry registry;
  private final FailureDetector detector;
  private final Replacement replacement;
  private final RedistributionPlanner planner;
  private final Map<NodeId, Session> sessions = new TreeMap<>();
  private final Map<NodeId, Waiting> waiting = new TreeMap<>();
  private final Map<NodeId, Long> probed = new HashMap<>();

  /**
   * Nodes that were up when the coordinator stopped, and of which nothing is known since it
   * started.
   */
  private final Set<NodeId> unheard = new HashSet<>();

  /** Nodes that an operator has given up since the last plan. */
  private final Set<NodeId> givenUp = new HashSet<>();

  private List<Command> commands = new ArrayList<>();
  private View view;
  private int replicationFactor;
  private boolean wantsPlan = true;

  /** Made anew where something has changed; null until it is asked for. */
  private @Nullable Placement target;

  /** Goes on from {@code view}, the last that was published in the life before, or an empty one. */
  public CoordinatorCore(CoreSettings settings, View view, long now) {
    this.view = view;
    this.replicationFactor = view.replicationFactor();
    this.registry = new Registry(view.members(), settings.allocator());
    this.detector = new FailureDetector(settings.lease(), settings.margin(), now);
    this.replacement = new Replacement(settings.replaceAfter());
    this.planner = new RedistributionPlanner(settings.concurrency());
    for (Member member : view.members()) {
      if (member.up()) {
        unheard.add(member.id());
        detector.heard(member.id(), now);
      }
    }
  }

  // ---- nodes ------------------------------------------------------------------------------------

  public void hello(long session, Hello hello, long now) {
    if (hello.appliedEpoch() > view.epoch().value()) {
      refuseBehind(session, hello.appliedEpoch());
      return;
    }
    Member known = registry.find(hello.node()).orElse(null);
    switch (Admission.of(hello, known, sessions.containsKey(hello.node()))) {
      case Admission.Refused(String code, String message) ->
          commands.add(new Command.Refuse(session, code, message));
      case Admission.Waits _ -> await(session, hello);
      case Admission.Accepted _ -> {
        boolean restarted = known != null && known.incarnation() != hello.incarnation();
        unheard.remove(hello.node());
        if (restarted && !unheard.isEmpty()) {
          await(session, hello);
        } else {
          accept(session, hello, now);
        }
      }
    }
  }

  private void await(long session, Hello hello) {
    Waiting before = waiting.put(hello.node(), new Waiting(session, hello));
    if (before != null && before.session() != session) {
      commands.add(new Command.End(before.session()));
    }
  }

  private void accept(long session, Hello hello, long now) {
    Session before = sessions.put(hello.node(), new Session(session));
    if (before != null) {
      commands.add(new Command.End(before.id()));
    }
    registry.introduce(hello);
    detector.heard(hello.node(), now);
    changed();
  }

  public void heartbeat(long id, NodeId node, Heartbeat heartbeat, long now) {
    Session session = sessions.get(node);
    if (session == null || session.id() != id) {
      return;
    }
    if (heartbeat.appliedEpoch() > view.epoch().value()) {
      refuseBehind(id, heartbeat.appliedEpoch());
      return;
    }
    detector.heard(node, now);
    boolean failureChanged = session.last().failed() != heartbeat.failed();
    boolean isBack = registry.find(node).filter(member -> !member.up()).isPresent();
    session.heard(heartbeat);
    if (isBack) {
      registry.markUp(node);
    }
    if (isBack || failureChanged || !heartbeat.reports().isEmpty()) {
      changed();
    }
    if (session.greeted()) {
      commands.add(new Command.SendLease(id, heartbeat.number(), view.epoch().value()));
    }
    heartbeat.suspects().forEach(suspect -> probe(suspect, now));
  }

  public void disconnected(long id, NodeId node, long now) {
    Waiting waits = waiting.get(node);
    if (waits != null && waits.session() == id) {
      waiting.remove(node);
    }
    Session session = sessions.get(node);
    if (session != null && session.id() == id) {
      sessions.remove(node);
      probed.remove(node);
      probe(node, now);
    }
  }

  /**
   * A probe found that the address of the node refuses connections. It counts only where no session
   * says otherwise.
   */
  public void refused(NodeId node, long incarnation) {
    Optional<Member> member =
        registry.find(node).filter(known -> known.incarnation() == incarnation && known.up());
    if (member.isPresent() && !sessions.containsKey(node)) {
      detector.forget(node);
      markDown(node, "its address " + member.get().peerAddress() + " refuses connections");
    }
  }

  private void refuseBehind(long session, long epoch) {
    commands.add(
        new Command.Refuse(
            session,
            "coordinator-behind",
            "the node has view %d, but the coordinator only %s: the coordinator runs on an old or empty data directory"
                .formatted(epoch, view.epoch())));
  }

  // ---- time -------------------------------------------------------------------------------------

  public void tick(long now) {
    for (NodeId silent : detector.tick(now)) {
      markDown(silent, "it was silent for longer than its lease");
    }
    registry.members().stream()
        .filter(member -> member.up() && !sessions.containsKey(member.id()))
        .forEach(member -> probe(member.id(), now));
    List.copyOf(waiting.values())
        .forEach(
            waits -> {
              waiting.remove(waits.hello().node());
              hello(waits.session(), waits.hello(), now);
            });
    Set<NodeId> due = replacement.tick(registry.members(), now);
    if (!due.isEmpty()) {
      due.forEach(registry::replace);
      changed();
    }
  }

  private void markDown(NodeId node, String why) {
    unheard.remove(node);
    registry.markDown(node);
    commands.add(new Command.Note("%s is down: %s".formatted(node, why)));
    changed();
  }

  private void probe(NodeId node, long now) {
    Long last = probed.get(node);
    Member member = registry.find(node).orElse(null);
    if (member != null && member.up() && (last == null || now - last >= PROBE_INTERVAL)) {
      probed.put(node, now);
      commands.add(new Command.Probe(node, member.incarnation(), member.peerAddress()));
    }
  }

  // ---- planning ---------------------------------------------------------------------------------

  /** Whether something has happened since the last {@link #plan} that may want a new view. */
  public boolean wantsPlan() {
    return wantsPlan;
  }

  /**
   * One step of the planner. Call it soon after it is wanted: events that are close together make
   * one view.
   */
  public void plan() {
    Optional<View> next = planner.step(view, situation());
    givenUp.clear();
    wantsPlan = next.isPresent();
    next.ifPresent(this::publish);
    for (Session session : sessions.values()) {
      if (next.isPresent() || !session.greeted()) {
        session.greet();
        commands.add(new Command.SendView(session.id(), view));
      }
    }
  }

  private void publish(View next) {
    List<String> notes = ViewChanges.describe(view, next);
    view = next;
    registry.adopt(next.members());
    commands.add(new Command.Publish(next, notes));
  }

  private Situation situation() {
    Reports reports =
        sessions.values().stream()
            .map(session -> session.last().reports())
            .reduce(Reports.NONE, Reports::and);
    Set<NodeId> failed =
        sessions.entrySet().stream()
            .filter(entry -> entry.getValue().last().failed())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    givenUp.removeIf(node -> registry.find(node).filter(Member::up).isPresent());
    return new Situation(registry.members(), target(), failed, reports, givenUp);
  }

  // ---- operators --------------------------------------------------------------------------------

  /**
   * Makes a registered node take part in the ring; a weight or zone that is null stays as it is.
   */
  public Verdict join(NodeId node, @Nullable Double weight, @Nullable String zone) {
    Optional<Member> known = registry.find(node);
    if (known.isEmpty()) {
      return unknown(node);
    }
    if (!known.get().up() && known.get().standing() != Standing.IN) {
      return new Declined(
          Code.NODE_DOWN, "node '%s' is down; start it, then let it join".formatted(node));
    }
    adjust(node, weight, zone);
    if (known.get().standing() != Standing.IN) {
      registry.join(node);
    }
    return accepted();
  }

  /** Makes a node give its ranges away, and then leave the ring. */
  public Verdict drain(NodeId node) {
    Optional<Member> known = registry.find(node);
    if (known.isEmpty()) {
      return unknown(node);
    }
    if (known.get().standing() == Standing.IN && registry.isLastIn(node)) {
      return new Declined(
          Code.LAST_NODE,
          "node '%s' is the last in the ring: nobody could take its data".formatted(node));
    }
    registry.drain(node);
    return accepted();
  }

  /** Changes what is not null of a node. */
  public Verdict adjust(NodeId node, @Nullable Double weight, @Nullable String zone) {
    Member known = registry.find(node).orElse(null);
    if (known == null) {
      return unknown(node);
    }
    registry.adjust(
        node, weight == null ? known.weight() : weight, zone == null ? known.zone() : zone);
    return accepted();
  }

  public Verdict replicate(int factor) {
    replicationFactor = factor;
    return accepted();
  }

  /** What would be lost, if these nodes never returned. */
  public Verdict loss(Set<NodeId> nodes) {
    return Loss.judge(view, nodes, registry, waiting.keySet(), heartbeats());
  }

  /**
   * Gives up what only these nodes have: its ranges begin anew, empty, and others take all ranges
   * of these nodes at once. A node that is heard after all before that is planned is not given up.
   */
  public Verdict acceptLoss(Set<NodeId> nodes) {
    Verdict verdict = loss(nodes);
    if (verdict instanceof Verdict.Lost(Loss loss)) {
      commands.add(
          new Command.Note(
              "an operator gives up %s: %d ranges begin empty, about %d keys are lost"
                  .formatted(nodes, loss.parts().size(), loss.keys())));
      givenUp.addAll(nodes);
      nodes.forEach(registry::replace);
      changed();
    }
    return verdict;
  }

  private Verdict accepted() {
    changed();
    return new Accepted();
  }

  static Verdict unknown(NodeId node) {
    return new Declined(
        Code.UNKNOWN_NODE,
        "no node '%s' has said hello to this coordinator; start it first".formatted(node));
  }

  // ---- what it knows ----------------------------------------------------------------------------

  /** What is to be done since the last call, in order. */
  public List<Command> takeCommands() {
    List<Command> taken = commands;
    commands = new ArrayList<>();
    return taken;
  }

  public View view() {
    return view;
  }

  /** Where the ranges should be. */
  public Placement target() {
    if (target == null) {
      target = new Placement(Placement.ringOf(registry.members()), replicationFactor);
    }
    return target;
  }

  /** The last heartbeat of each node that has a session. */
  public Map<NodeId, Heartbeat> heartbeats() {
    var last = new TreeMap<NodeId, Heartbeat>();
    sessions.forEach((node, session) -> last.put(node, session.last()));
    return last;
  }

  private void changed() {
    wantsPlan = true;
    target = null;
  }

  private record Waiting(long session, Hello hello) {}
}
