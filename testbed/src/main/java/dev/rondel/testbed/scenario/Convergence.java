package dev.rondel.testbed.scenario;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Member;
import dev.rondel.view.Placement;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How far a cluster is from what its ring says it should be. Pure. */
final class Convergence {

  private Convergence() {}

  /** What is still to be done, in words; empty when nothing is. */
  static List<String> missing(View view) {
    var missing = new ArrayList<String>();
    Set<NodeId> in = nodes(view, Member.Standing.IN);
    for (Member member : view.members()) {
      if (member.standing() == Member.Standing.DRAINING) {
        missing.add(member.id() + " drains");
      }
      if (member.standing() == Member.Standing.IN && !member.up()) {
        missing.add(member.id() + " is down");
      }
    }
    Placement placement = Placement.of(view);
    int learning = 0;
    int closed = 0;
    int misplaced = 0;
    for (Range range : view.ranges()) {
      learning += range.learners().isEmpty() ? 0 : 1;
      closed += range.isSettled() ? 0 : 1;
      misplaced += isPlaced(view, placement, range, in) ? 0 : 1;
    }
    if (learning > 0) {
      missing.add(learning + " ranges are being copied");
    }
    if (closed > 0) {
      missing.add(closed + " ranges are not open");
    }
    if (misplaced > 0) {
      missing.add(
          misplaced + " of " + view.ranges().size() + " ranges are not where they should be");
    }
    if (!tokensAreServed(view)) {
      missing.add("a node waits for its ranges");
    }
    return missing;
  }

  /** Where the tokens of the nodes are told, the ring says who; else only how many can be told. */
  private static boolean isPlaced(View view, Placement placement, Range range, Set<NodeId> in) {
    if (!in.containsAll(range.chain())) {
      return false;
    }
    if (tellsTokens(view)) {
      return Set.copyOf(placement.replicas(range.token())).equals(Set.copyOf(range.chain()));
    }
    return range.chain().size() == Math.min(view.replicationFactor(), in.size());
  }

  private static boolean tokensAreServed(View view) {
    Set<Token> ends = view.ranges().stream().map(Range::token).collect(Collectors.toSet());
    Set<NodeId> heads =
        view.ranges().stream().flatMap(range -> range.chain().stream()).collect(Collectors.toSet());
    return view.members().stream()
        .filter(member -> member.standing() == Member.Standing.IN)
        .allMatch(
            member ->
                tellsTokens(view)
                    ? ends.containsAll(member.tokens())
                    : heads.contains(member.id()));
  }

  private static boolean tellsTokens(View view) {
    return view.members().stream()
        .filter(member -> member.standing() == Member.Standing.IN)
        .noneMatch(member -> member.tokens().isEmpty());
  }

  /** The nodes that take part in the ring. */
  static Set<NodeId> nodesIn(View view) {
    return nodes(view, Member.Standing.IN);
  }

  private static Set<NodeId> nodes(View view, Member.Standing standing) {
    return view.members().stream()
        .filter(member -> member.standing() == standing)
        .map(Member::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
