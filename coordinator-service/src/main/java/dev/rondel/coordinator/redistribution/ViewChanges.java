package dev.rondel.coordinator.redistribution;

import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The difference of two views in sentences for people. */
public final class ViewChanges {

  private final View before;
  private final View after;
  private final List<String> lines = new ArrayList<>();

  private ViewChanges(View before, View after) {
    this.before = before;
    this.after = after;
  }

  /** What {@code after} changes; empty where it only takes note that ranges are open. */
  public static List<String> describe(View before, View after) {
    var changes = new ViewChanges(before, after);
    changes.members();
    changes.ranges();
    return List.copyOf(changes.lines);
  }

  private void members() {
    Map<NodeId, Member> known = before.membersById();
    for (Member member : after.members()) {
      Member old = known.get(member.id());
      if (old == null) {
        lines.add("%s is new, at %s".formatted(member.id(), member.httpAddress()));
      }
      if (old != null && old.incarnation() != member.incarnation()) {
        lines.add("%s has restarted".formatted(member.id()));
      } else if (old != null && old.up() != member.up()) {
        lines.add("%s is %s".formatted(member.id(), member.up() ? "heard again" : "marked down"));
      }
      if (old == null
          ? member.standing() != Member.Standing.OUT
          : old.standing() != member.standing()) {
        lines.add(
            switch (member.standing()) {
              case IN ->
                  "%s joins the ring with %s"
                      .formatted(member.id(), count(member.tokens().size(), "token"));
              case DRAINING -> "%s drains".formatted(member.id());
              case REPLACED ->
                  "others take the ranges of %s until it is heard again".formatted(member.id());
              case OUT -> "%s has left the ring".formatted(member.id());
            });
      } else if (old != null && old.weight() != member.weight()) {
        lines.add(
            "%s has weight %s and %s"
                .formatted(member.id(), member.weight(), count(member.tokens().size(), "token")));
      }
      if (old != null && !old.zone().equals(member.zone())) {
        lines.add("%s is in zone '%s'".formatted(member.id(), member.zone()));
      }
    }
    if (before.replicationFactor() != after.replicationFactor()) {
      lines.add(
          "the replication factor is %d, after %d"
              .formatted(after.replicationFactor(), before.replicationFactor()));
    }
  }

  private void ranges() {
    if (before.ranges().isEmpty()) {
      if (!after.ranges().isEmpty()) {
        lines.add("the ring begins, with %s".formatted(count(after.ranges().size(), "range")));
      }
      return;
    }
    int balance = after.ranges().size() - before.ranges().size();
    if (balance != 0) {
      lines.add(
          "%s %s"
              .formatted(
                  count(Math.abs(balance), "range"),
                  balance > 0 ? "more, cut at new tokens" : "fewer, joined"));
    }
    for (int i = 0; i < after.ranges().size(); i++) {
      Range range = after.ranges().get(i);
      if (range.emptyBefore().equals(after.epoch())) {
        lines.add(
            "range %s begins empty at %s, as an operator said: what %s had is given up"
                .formatted(
                    after.arc(i),
                    range.head(),
                    names(before.rangeOf(range.token()).orElseThrow().chain())));
      }
    }
    Turnover copies = turnover(Range::learners);
    Turnover service = turnover(Range::chain);
    copies
        .gained()
        .forEach(
            (node, count) ->
                lines.add("%s begins to copy %s".formatted(node, count(count, "range"))));
    service
        .gained()
        .forEach(
            (node, count) -> lines.add("%s serves %s more".formatted(node, count(count, "range"))));
    service
        .lost()
        .forEach(
            (node, count) ->
                lines.add("%s serves %s fewer".formatted(node, count(count, "range"))));
    long dark = unavailable(after);
    if (dark != unavailable(before)) {
      lines.add(
          dark == 0
              ? "every range is available"
              : "%s unavailable".formatted(count((int) dark, "range")));
    }
  }

  /**
   * Compares at the tokens of the new view: what was cut counts for each half, what was joined
   * counts once.
   */
  private Turnover turnover(Function<Range, List<NodeId>> part) {
    var turnover = new Turnover(new TreeMap<>(), new TreeMap<>());
    for (Range range : after.ranges()) {
      List<NodeId> now = part.apply(range);
      List<NodeId> then = part.apply(before.rangeOf(range.token()).orElseThrow());
      difference(now, then, turnover.gained());
      difference(then, now, turnover.lost());
    }
    return turnover;
  }

  private static void difference(
      Collection<NodeId> named, Collection<NodeId> without, Map<NodeId, Integer> counts) {
    named.stream()
        .filter(node -> !without.contains(node))
        .forEach(node -> counts.merge(node, 1, Integer::sum));
  }

  private static long unavailable(View view) {
    Set<NodeId> up =
        view.members().stream().filter(Member::up).map(Member::id).collect(Collectors.toSet());
    return view.ranges().stream()
        .filter(range -> range.chain().stream().noneMatch(up::contains))
        .count();
  }

  private static String names(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).collect(Collectors.joining(", "));
  }

  private static String count(int number, String noun) {
    return number == 1 ? "1 " + noun : number + " " + noun + "s";
  }

  /** For each node, in how many ranges it is newly named, and no longer named. */
  private record Turnover(Map<NodeId, Integer> gained, Map<NodeId, Integer> lost) {}
}
