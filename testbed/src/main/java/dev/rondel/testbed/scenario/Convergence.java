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
public final class Convergence {

  private Convergence() {}

  /** What is still to be done, in words; empty when nothing is. */
  public static List<String> missing(View view) {
    var missing = new ArrayList<String>();
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
      Set<NodeId> wanted = Set.copyOf(placement.replicas(range.token()));
      misplaced += wanted.equals(Set.copyOf(range.chain())) ? 0 : 1;
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

  private static boolean tokensAreServed(View view) {
    Set<Token> ends = view.ranges().stream().map(Range::token).collect(Collectors.toSet());
    return view.members().stream()
        .filter(member -> member.standing() == Member.Standing.IN)
        .allMatch(member -> ends.containsAll(member.tokens()));
  }

  /** The nodes that take part in the ring. */
  public static Set<NodeId> nodesIn(View view) {
    return view.members().stream()
        .filter(member -> member.standing() == Member.Standing.IN)
        .map(Member::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
