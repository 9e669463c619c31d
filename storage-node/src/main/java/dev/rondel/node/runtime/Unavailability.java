package dev.rondel.node.runtime;

import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.Gateway.Route;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a range cannot be served, who has its data, and what a person can do about it. */
final class Unavailability {

  private Unavailability() {}

  /**
   * @param range null where the ring has none
   * @param why what was found, where it is not simply that every replica is down
   */
  static Outcome.Unavailable of(NodeId self, View view, @Nullable Range range, String why) {
    if (range == null) {
      return new Outcome.Unavailable(why, List.of(), new Route(self, List.of(), view.epoch()));
    }
    return new Outcome.Unavailable(
        everyReplicaIsDown(view, range) ? advice(range.chain()) : why,
        range.chain(),
        new Route(self, range.chain(), view.epoch()));
  }

  static boolean everyReplicaIsDown(View view, Range range) {
    return range.chain().stream().noneMatch(node -> isUp(view, node));
  }

  static boolean isUp(View view, NodeId node) {
    return view.member(node).map(Member::up).orElse(false);
  }

  private static String advice(List<NodeId> holders) {
    String what =
        holders.size() == 1
            ? "%s has the data: start it".formatted(holders.getFirst())
            : "%s have the data: start any of them".formatted(names(holders, ", "));
    return "every replica of the range is down; %s, or accept the loss with `rondel accept-loss %s`"
        .formatted(what, names(holders, " "));
  }

  private static String names(List<NodeId> nodes, String between) {
    return nodes.stream().map(NodeId::value).collect(Collectors.joining(between));
  }
}
