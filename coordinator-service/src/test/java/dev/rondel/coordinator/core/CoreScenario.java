package dev.rondel.coordinator.core;

import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.coordinator.membership.Hello;
import dev.rondel.coordinator.redistribution.Reports;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.TokenAllocator;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A coordinator, and nodes that say what a scenario wants; its answers as text. */
abstract class CoreScenario {

  static final CoreSettings SETTINGS =
      new CoreSettings(
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          8,
          TokenAllocator.hashed(1));

  long now = Duration.ofDays(1).toNanos();
  CoordinatorCore core = new CoordinatorCore(SETTINGS, View.empty(2, "md5"), now);

  // ---- the nodes --------------------------------------------------------------------------------

  /** Nodes with the incarnations and sessions 1, 2, …, and a ring that has settled. */
  void begin(String... nodes) {
    for (int i = 0; i < nodes.length; i++) {
      hello(nodes[i], i + 1);
    }
    converge();
    said();
  }

  void kill(String node) {
    long incarnation = member(node).incarnation();
    core.disconnected(incarnation, NodeId.of(node), now);
    core.refused(NodeId.of(node), incarnation);
  }

  void startAgain() {
    core = new CoordinatorCore(SETTINGS, core.view(), now);
  }

  void hello(String node, long incarnation) {
    hello(node, incarnation, node + ":1");
  }

  void hello(String node, long incarnation, String address) {
    core.hello(
        incarnation,
        new Hello(NodeId.of(node), incarnation, address, address, "", 1, true, 0),
        now);
  }

  void beat(String node, long session) {
    NodeId id = NodeId.of(node);
    var opened = new HashSet<Reports.Report>();
    var caughtUp = new HashSet<Reports.Report>();
    for (Range range : core.view().ranges()) {
      var report = new Reports.Report(id, range.token(), range.chainEpoch());
      if (range.head().equals(id)) {
        opened.add(report);
      }
      if (range.learners().contains(id)) {
        caughtUp.add(report);
      }
    }
    core.heartbeat(
        session,
        id,
        new Heartbeat(1, 0, new Reports(opened, caughtUp), List.of(), Set.of(), 0, 0, false),
        now);
  }

  void converge() {
    do {
      core.plan();
      for (NodeId node : core.heartbeats().keySet()) {
        beat(node.value(), member(node.value()).incarnation());
      }
      core.plan();
    } while (core.wantsPlan());
  }

  /**
   * Time goes by in ticks. In a short while everybody is silent; in a long one the sessions go on.
   */
  void pass(Duration time) {
    long end = now + time.toNanos();
    while (now < end) {
      now += Duration.ofMillis(100).toNanos();
      if (time.compareTo(Duration.ofSeconds(5)) > 0) {
        core.heartbeats()
            .keySet()
            .forEach(node -> beat(node.value(), member(node.value()).incarnation()));
      }
      core.tick(now);
    }
  }

  Member member(String node) {
    return core.view().member(NodeId.of(node)).orElseThrow();
  }

  List<NodeId> replaced() {
    return core.view().members().stream()
        .filter(member -> member.standing() == Member.Standing.REPLACED)
        .map(Member::id)
        .toList();
  }

  Set<List<NodeId>> chains() {
    return core.view().ranges().stream().map(Range::chain).collect(Collectors.toSet());
  }

  String said() {
    return core.takeCommands().stream()
        .filter(command -> !(command instanceof Command.Note))
        .map(
            command ->
                switch (command) {
                  case Command.Publish publish -> "publish " + publish.view().epoch();
                  case Command.SendView(long session, View view) ->
                      "view %s to %d".formatted(view.epoch(), session);
                  case Command.SendLease(long session, long _, long epoch) ->
                      "lease %d to %d".formatted(epoch, session);
                  case Command.Refuse(long session, String code, String _) ->
                      "refuse %d %s".formatted(session, code);
                  case Command.End(long session) -> "end " + session;
                  case Command.Probe probe -> "probe " + probe.address();
                  case Command.Note(String text) -> text;
                })
        .collect(Collectors.joining(", "));
  }
}
