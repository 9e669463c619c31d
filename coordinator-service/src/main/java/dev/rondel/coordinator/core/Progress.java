package dev.rondel.coordinator.core;

import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.coordinator.redistribution.Reports.Report;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Member;
import dev.rondel.view.Placement;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far the chains are from where the ring wants them.
 *
 * @param inPlace ranges whose chain is their placement, and which their head has opened
 * @param copying ranges that somebody learns now
 * @param opening ranges that wait for their head to open them
 * @param waiting other ranges that are not in place: for room to copy, or for a node that is down
 * @param unavailable ranges without a living member
 * @param underReplicated ranges with fewer living members than wanted
 * @param keysLeft keys that are still to be copied, an estimate
 * @param bytesLeft what they are in bytes, if they are as large as the pairs are on average
 */
public record Progress(
    State state,
    int ranges,
    int inPlace,
    int copying,
    int opening,
    int waiting,
    int unavailable,
    int underReplicated,
    List<Copy> copies,
    long keysLeft,
    long bytesLeft) {

  /** What there is to wait for. */
  public enum State {
    /** Every chain is where the ring wants it. */
    CONVERGED,
    /** Ranges move. */
    MOVING,
    /** All that can move has moved; the rest waits for nodes that are down. */
    DEGRADED
  }

  /** A range on its way to a node. */
  public record Copy(
      TokenRange arc, NodeId from, NodeId to, long keysTotal, long keysDone, long bytesCopied) {}

  public static Progress of(View view, Placement target, Map<NodeId, Heartbeat> heartbeats) {
    Set<NodeId> up =
        view.members().stream().filter(Member::up).map(Member::id).collect(Collectors.toSet());
    Set<Token> wantedTokens = new HashSet<>(target.ring().tokens());
    var copies = new ArrayList<Copy>();
    double pairsOfRing = pairsOfRing(view, heartbeats);
    double keysLeft = 0;
    int inPlace = 0;
    int copying = 0;
    int opening = 0;
    int unavailable = 0;
    int underReplicated = 0;
    for (int i = 0; i < view.ranges().size(); i++) {
      Range range = view.ranges().get(i);
      List<NodeId> wanted = target.replicas(range.token());
      boolean isPlaced = range.chain().equals(wanted) && wantedTokens.contains(range.token());
      long living = range.chain().stream().filter(up::contains).count();
      unavailable += living == 0 ? 1 : 0;
      underReplicated += living < wanted.size() ? 1 : 0;
      for (NodeId learner : range.learners()) {
        Heartbeat heartbeat = heartbeats.getOrDefault(learner, Heartbeat.NONE);
        Copy copy = copy(view.arc(i), range, learner, heartbeat);
        copies.add(copy);
        if (!heartbeat.reports().caughtUp().contains(caughtUp(range, learner))) {
          keysLeft +=
              copy.keysTotal() == 0
                  ? pairsOfRing * view.arc(i).share()
                  : Math.max(0, copy.keysTotal() - copy.keysDone());
        }
      }
      if (!range.learners().isEmpty()) {
        copying++;
      } else if (!range.isSettled()) {
        opening++;
      } else if (isPlaced) {
        inPlace++;
      } else {
        long missing =
            wanted.stream()
                .filter(node -> !range.chain().contains(node) && up.contains(node))
                .count();
        keysLeft += missing * pairsOfRing * view.arc(i).share();
      }
    }
    int ranges = view.ranges().size();
    int waiting = ranges - inPlace - copying - opening;
    return new Progress(
        state(
            view,
            target,
            up,
            ranges == inPlace && ranges == wantedTokens.size(),
            copying + opening),
        ranges,
        inPlace,
        copying,
        opening,
        waiting,
        unavailable,
        underReplicated,
        List.copyOf(copies),
        Math.round(keysLeft),
        Math.round(keysLeft * bytesOfPair(heartbeats)));
  }

  private static Report caughtUp(Range range, NodeId learner) {
    return new Report(learner, range.token(), range.chainEpoch());
  }

  private static double bytesOfPair(Map<NodeId, Heartbeat> heartbeats) {
    long pairs = heartbeats.values().stream().mapToLong(Heartbeat::pairs).sum();
    long bytes = heartbeats.values().stream().mapToLong(Heartbeat::bytes).sum();
    return pairs == 0 ? 0 : (double) bytes / pairs;
  }

  private static State state(
      View view, Placement target, Set<NodeId> up, boolean allInPlace, int busy) {
    boolean draining =
        view.members().stream().anyMatch(member -> member.standing() == Member.Standing.DRAINING);
    if (allInPlace && !draining) {
      return State.CONVERGED;
    }
    boolean somebodyIsMissing =
        view.members().stream()
            .anyMatch(
                member -> member.standing() != Member.Standing.OUT && !up.contains(member.id()));
    boolean openersAreUp =
        view.ranges().stream().anyMatch(range -> !range.isSettled() && up.contains(range.head()));
    boolean canMove =
        view.ranges().stream().anyMatch(range -> range.isSettled() && wouldMove(range, target, up));
    return somebodyIsMissing && !canMove && !(busy > 0 && openersAreUp)
        ? State.DEGRADED
        : State.MOVING;
  }

  /**
   * Whether a node that is up should have the range, and has not; and somebody is there to copy it
   * from.
   */
  private static boolean wouldMove(Range range, Placement target, Set<NodeId> up) {
    return range.chain().stream().anyMatch(up::contains)
        && target.replicas(range.token()).stream()
            .anyMatch(node -> up.contains(node) && !range.chain().contains(node));
  }

  private static Copy copy(TokenRange arc, Range range, NodeId learner, Heartbeat heartbeat) {
    return heartbeat.copying().stream()
        .filter(
            copying ->
                copying.token().equals(range.token())
                    && copying.chainEpoch().equals(range.chainEpoch()))
        .findFirst()
        .map(
            copying ->
                new Copy(
                    arc,
                    range.head(),
                    learner,
                    copying.keysTotal(),
                    copying.keysDone(),
                    copying.bytesCopied()))
        .orElseGet(() -> new Copy(arc, range.head(), learner, 0, 0, 0));
  }

  /**
   * How many different pairs there are, from what the nodes say that have a session, and how many
   * copies the ring keeps on them.
   */
  static double pairsOfRing(View view, Map<NodeId, Heartbeat> heartbeats) {
    double copies = 0;
    for (int i = 0; i < view.ranges().size(); i++) {
      long told = view.ranges().get(i).chain().stream().filter(heartbeats::containsKey).count();
      copies += view.arc(i).share() * told;
    }
    long pairs = heartbeats.values().stream().mapToLong(Heartbeat::pairs).sum();
    return copies == 0 ? 0 : pairs / copies;
  }
}
