package dev.rondel.coordinator.core;

import dev.rondel.coordinator.core.Verdict.Code;
import dev.rondel.coordinator.core.Verdict.Declined;
import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.coordinator.membership.Registry;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Member;
import dev.rondel.view.Member.Standing;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is lost where some nodes never return: the ranges that nobody else has.
 *
 * @param epoch of the view that was looked at
 */
public record Loss(long epoch, List<Part> parts) {

  /**
   * One range.
   *
   * @param holders who has its data, and nobody else
   * @param keys an estimate, from how many pairs the nodes that are up have in their ranges
   */
  public record Part(TokenRange arc, List<NodeId> holders, long keys) {}

  /** Whether these nodes may be given up: all are down, and have what nobody else has. */
  static Verdict judge(
      View view,
      Set<NodeId> nodes,
      Registry registry,
      Set<NodeId> waiting,
      Map<NodeId, Heartbeat> heartbeats) {
    for (NodeId node : nodes) {
      Optional<Member> known = registry.find(node);
      if (known.isEmpty()) {
        return CoordinatorCore.unknown(node);
      }
      if (known.get().up() || waiting.contains(node)) {
        return new Declined(
            Code.NODE_UP,
            "node '%s' is up, and so is what it has; nothing of it is lost".formatted(node));
      }
    }
    Loss loss = of(view, nodes, heartbeats);
    if (loss.parts().isEmpty()) {
      return new Declined(
          Code.NOTHING_LOST,
          "every range has another node beside %s, even if that is down now too".formatted(nodes));
    }
    if (registry.members().stream()
        .noneMatch(member -> member.standing() == Standing.IN && member.up())) {
      return new Declined(
          Code.NOBODY_UP, "no node of the ring is up, so none could take the ranges");
    }
    return new Verdict.Lost(loss);
  }

  private static Loss of(View view, Set<NodeId> nodes, Map<NodeId, Heartbeat> heartbeats) {
    double pairs = Progress.pairsOfRing(view, heartbeats);
    var parts = new ArrayList<Part>();
    for (int i = 0; i < view.ranges().size(); i++) {
      Range range = view.ranges().get(i);
      if (nodes.containsAll(range.chain())) {
        TokenRange arc = view.arc(i);
        parts.add(new Part(arc, range.chain(), Math.round(pairs * arc.share())));
      }
    }
    return new Loss(view.epoch().value(), List.copyOf(parts));
  }

  public long keys() {
    return parts.stream().mapToLong(Part::keys).sum();
  }
}
