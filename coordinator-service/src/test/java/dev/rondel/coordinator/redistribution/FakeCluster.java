package dev.rondel.coordinator.redistribution;

import dev.rondel.coordinator.membership.Hello;
import dev.rondel.coordinator.membership.Registry;
import dev.rondel.ring.HashRing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenAllocator;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Placement;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Nodes that only report, and a planner that plans for them. Tokens are given, or hashed. */
final class FakeCluster {

  final RedistributionPlanner planner;
  final Set<NodeId> failed = new TreeSet<>();
  final Set<NodeId> givenUp = new TreeSet<>();
  private final Registry registry;
  private View view;
  private int replicationFactor;
  private long incarnations;

  /** Everything that was ever reported: what is out of date does no harm. */
  private Reports reports = Reports.NONE;

  FakeCluster(int replicationFactor, int concurrency, TokenAllocator tokens) {
    this.planner = new RedistributionPlanner(concurrency);
    this.registry = new Registry(List.of(), tokens);
    this.view = View.empty(replicationFactor, "md5");
    this.replicationFactor = replicationFactor;
  }

  /** A node's tokens by the first byte of each, in hexadecimal. */
  static FakeCluster withTokens(int replicationFactor, Map<String, String> tokens) {
    TokenAllocator given =
        (NodeId id, String zone, double weight, HashRing ring) ->
            tokens.getOrDefault(id.value(), "").lines().map(FakeCluster::token).sorted().toList();
    return new FakeCluster(replicationFactor, 8, given);
  }

  static Token token(String firstByte) {
    return Token.parse(firstByte + "0".repeat(30));
  }

  View view() {
    return view;
  }

  Registry registry() {
    return registry;
  }

  void join(String node) {
    start(node);
    registry.join(NodeId.of(node));
  }

  /** A new process of the node says hello. */
  void start(String node) {
    String address = node + ":1";
    failed.remove(NodeId.of(node));
    registry.introduce(
        new Hello(NodeId.of(node), ++incarnations, address, address, "", 1, true, 0));
  }

  void fail(String... nodes) {
    for (String node : nodes) {
      registry.markDown(NodeId.of(node));
    }
  }

  void hearAgain(String node) {
    registry.markUp(NodeId.of(node));
  }

  void drain(String node) {
    registry.drain(NodeId.of(node));
  }

  /** An operator says, before the next step, that the nodes will never return. */
  void giveUp(String... nodes) {
    for (String node : nodes) {
      givenUp.add(NodeId.of(node));
      registry.replace(NodeId.of(node));
    }
  }

  void replicate(int factor) {
    replicationFactor = factor;
  }

  Placement target() {
    return new Placement(Placement.ringOf(registry.members()), replicationFactor);
  }

  Situation situation() {
    givenUp.removeIf(node -> registry.find(node).filter(Member::up).isPresent());
    return new Situation(registry.members(), target(), failed, reports, givenUp);
  }

  /** Lets the nodes that are up report what is due and passes the filter. */
  void report(Predicate<Reports.Report> filter) {
    Set<NodeId> up =
        registry.members().stream().filter(Member::up).map(Member::id).collect(Collectors.toSet());
    var opened = new HashSet<Reports.Report>();
    var caughtUp = new HashSet<Reports.Report>();
    for (Range range : view.ranges()) {
      if (!range.isSettled()) {
        opened.add(new Reports.Report(range.head(), range.token(), range.chainEpoch()));
      }
      if (range.chain().stream().anyMatch(up::contains)) {
        range
            .learners()
            .forEach(
                node -> caughtUp.add(new Reports.Report(node, range.token(), range.chainEpoch())));
      }
    }
    opened.removeIf(report -> !up.contains(report.node()) || !filter.test(report));
    caughtUp.removeIf(
        report ->
            !up.contains(report.node()) || failed.contains(report.node()) || !filter.test(report));
    reports = reports.and(new Reports(opened, caughtUp));
  }

  void reportAll() {
    report(report -> true);
  }

  /** One step of the planner; none where there is nothing to do. */
  Optional<View> step() {
    Optional<View> next = planner.step(view, situation());
    givenUp.clear();
    next.ifPresent(
        found -> {
          view = found;
          registry.adopt(found.members());
        });
    return next;
  }

  /**
   * Everybody reports, and the planner goes on until there is nothing left to do. The views, as
   * text.
   */
  String converge() {
    var story = new StringBuilder();
    for (int steps = 0; ; steps++) {
      reportAll();
      Optional<View> next = step();
      if (next.isEmpty()) {
        return story.toString();
      }
      if (steps == 2_000) {
        throw new AssertionError("does not end:\n" + story.substring(story.length() - 2_000));
      }
      story.append(text(next.get()));
    }
  }

  /**
   * A view as text: each range with its arc, chain, +learners, chain epoch and unfenced members.
   */
  static String text(View view) {
    var text = new StringBuilder("view %s\n".formatted(view.epoch()));
    for (int i = 0; i < view.ranges().size(); i++) {
      Range range = view.ranges().get(i);
      text.append(
          "  (%s..%s] %s"
              .formatted(brief(view.arc(i).after()), brief(range.token()), names(range.chain())));
      range.learners().forEach(node -> text.append(" +").append(node));
      text.append(" @").append(range.chainEpoch());
      if (!range.isSettled()) {
        text.append(" was ").append(names(range.previous()));
      }
      if (!range.emptyBefore().equals(Epoch.ZERO)) {
        text.append(" empty before ").append(range.emptyBefore());
      }
      text.append("\n");
    }
    return text.toString();
  }

  private static String brief(Token token) {
    return token.toString().substring(0, 2);
  }

  private static String names(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).collect(Collectors.joining(" "));
  }
}
