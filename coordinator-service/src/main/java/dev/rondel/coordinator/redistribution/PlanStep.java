package dev.rondel.coordinator.redistribution;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Member.Standing;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * One step of the planner: reports are taken, the lost leave, ranges are cut and joined at the
 * tokens of the target, then what is settled moves. A range that has changed in this step has the
 * new epoch as its chain epoch, and is left alone by what comes after.
 */
final class PlanStep {

  private final View view;
  private final Situation situation;
  private final Epoch epoch;
  private final Map<NodeId, Member> members;
  private final Map<NodeId, Member> membersBefore;
  private final int concurrency;

  PlanStep(View view, Situation situation, int concurrency) {
    this.view = view;
    this.situation = situation;
    this.epoch = view.epoch().next();
    this.members = situation.membersById();
    this.membersBefore = view.membersById();
    this.concurrency = concurrency;
  }

  View next() {
    List<Range> ranges =
        view.ranges().isEmpty()
            ? firstRanges()
            : moved(
                merged(
                    split(
                        view.ranges().stream()
                            .map(this::settled)
                            .map(this::withoutTheLost)
                            .toList())));
    return new View(
        epoch, situation.target().replicationFactor(), view.hash(), drained(ranges), ranges);
  }

  /**
   * The ranges of a ring that never had any: nothing was ever stored, so everybody begins as a
   * member.
   */
  private List<Range> firstRanges() {
    var ranges = new ArrayList<Range>();
    for (Token token : situation.target().ring().tokens()) {
      List<NodeId> chain = available(token);
      if (chain.isEmpty()) {
        return List.of();
      }
      ranges.add(new Range(token, chain, List.of(), epoch, List.of()));
    }
    return ranges;
  }

  private Range settled(Range range) {
    var open = new Reports.Report(range.head(), range.token(), range.chainEpoch());
    return !range.isSettled() && situation.reports().opened().contains(open)
        ? new Range(range.token(), range.chain(), range.learners(), range.chainEpoch(), List.of())
        : range;
  }

  private Range withoutTheLost(Range range) {
    if (situation.givenUp().containsAll(range.chain())) {
      return begunAnew(range);
    }
    List<NodeId> chain = survivors(range.chain());
    List<NodeId> learners = range.learners().stream().filter(this::isHealthy).toList();
    boolean newProcessStays = chain.stream().anyMatch(this::hasRestarted);
    return newProcessStays
        ? changed(range, chain, learners)
        : changedIfOther(range, chain, learners);
  }

  /**
   * The range without anything that was ever stored in it, at the first node clockwise that can
   * take it; that one alone, so that all others learn from it, and nothing that they may still have
   * of the range comes back. Where there is none the range stays as it is.
   */
  private Range begunAnew(Range range) {
    NodeId head =
        situation.target().ring().successors(range.token(), members.size()).stream()
            .filter(node -> isUp(node) && !hasFailed(node))
            .findFirst()
            .orElse(null);
    if (head == null) {
      return range;
    }
    var toFence = new LinkedHashSet<>(union(range.previous(), range.line()));
    toFence.removeAll(situation.givenUp());
    toFence.add(head); // not settled before it has opened the range
    return new Range(range.token(), List.of(head), List.of(), epoch, List.copyOf(toFence), epoch);
  }

  /**
   * Who of a chain stays: the healthy; if there is none, the first that came back; if there is
   * none, all.
   */
  private List<NodeId> survivors(List<NodeId> chain) {
    List<NodeId> healthy = chain.stream().filter(this::isHealthy).toList();
    if (!healthy.isEmpty()) {
      return healthy;
    }
    List<NodeId> returned =
        chain.stream().filter(node -> isUp(node) && !hasFailed(node)).limit(1).toList();
    if (!returned.isEmpty()) {
      return returned;
    }
    List<NodeId> failed = chain.stream().filter(this::isUp).toList();
    return failed.isEmpty() ? chain : failed;
  }

  private List<Range> split(List<Range> ranges) {
    var whole = new View(epoch, view.replicationFactor(), view.hash(), List.of(), ranges);
    var result = new ArrayList<>(ranges);
    for (Token token : situation.target().ring().tokens()) {
      Range around = ranges.get(whole.indexOf(token));
      if (!around.token().equals(token)) {
        result.add(
            new Range(
                token,
                around.chain(),
                around.learners(),
                around.chainEpoch(),
                around.previous(),
                around.emptyBefore()));
      }
    }
    result.sort((one, other) -> one.token().compareTo(other.token()));
    return result;
  }

  /** Joins what is alike on both sides of a token that the target does not have. */
  private List<Range> merged(List<Range> ranges) {
    var wanted = new TreeSet<>(situation.target().ring().tokens());
    if (wanted.isEmpty()) {
      return ranges;
    }
    var result = new ArrayList<Range>();
    boolean joined = false;
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      Range after = ranges.get((i + 1) % ranges.size());
      if (ranges.size() > 1 && !wanted.contains(range.token()) && canJoin(range, after)) {
        joined = true;
      } else {
        result.add(joined ? changed(range, range.chain(), range.learners()) : range);
        joined = false;
      }
    }
    if (joined) { // the last range is joined over the top of the ring
      Range first = result.getFirst();
      result.set(0, isChangedNow(first) ? first : changed(first, first.chain(), first.learners()));
    }
    return result;
  }

  private boolean canJoin(Range range, Range after) {
    return range.chain().equals(after.chain())
        && canMove(range)
        && canMove(after)
        && range.learners().isEmpty()
        && after.learners().isEmpty()
        && range.chain().stream().allMatch(this::isUp);
  }

  /**
   * Those that already copy go on first, and make room; then new copies begin, where copies lack
   * first.
   */
  private List<Range> moved(List<Range> ranges) {
    var result = new ArrayList<>(ranges);
    var slots = new CopySlots(concurrency, ranges);
    for (int i : order(ranges, true)) {
      move(result, i, slots);
    }
    for (int i : order(result, false)) {
      move(result, i, slots);
    }
    return result;
  }

  private List<Integer> order(List<Range> ranges, boolean copying) {
    return IntStream.range(0, ranges.size())
        .filter(i -> canMove(ranges.get(i)) && ranges.get(i).learners().isEmpty() != copying)
        .boxed()
        .sorted(
            (one, other) ->
                Integer.compare(ranges.get(one).chain().size(), ranges.get(other).chain().size()))
        .toList();
  }

  private void move(List<Range> ranges, int index, CopySlots slots) {
    Range range = ranges.get(index);
    slots.release(range);
    Range next = moved(range, slots);
    slots.take(next);
    ranges.set(index, next);
  }

  private Range moved(Range range, CopySlots slots) {
    List<NodeId> wanted = available(range.token());
    if (wanted.isEmpty() || range.chain().stream().noneMatch(this::isUp)) {
      return range;
    }
    List<NodeId> learners = range.learners().stream().filter(wanted::contains).toList();
    boolean caughtUp = learners.stream().allMatch(learner -> hasCaughtUp(learner, range));
    boolean nobodyLeaves = learners.equals(range.learners());
    if (!caughtUp && nobodyLeaves) {
      return range; // a change now would begin the copies anew
    }
    List<NodeId> serving = caughtUp ? union(range.chain(), learners) : range.chain();
    List<NodeId> missing = wanted.stream().filter(node -> !serving.contains(node)).toList();
    if (!missing.isEmpty() && !slots.hasRoom(range.head(), missing)) {
      if (nobodyLeaves && learners.isEmpty()) {
        return range; // waits for room, rather than change twice
      }
      missing = caughtUp ? List.of() : learners;
    }
    return changedIfOther(range, chain(range, wanted, serving), missing);
  }

  /**
   * The wanted ones that serve, in the order of the placement; then others, as long as there would
   * be too few copies. One of the chain before stays at least, if only for this step.
   */
  private List<NodeId> chain(Range range, List<NodeId> wanted, List<NodeId> serving) {
    int copies = situation.target().replicas(range.token()).size();
    var chain = new ArrayList<>(wanted.stream().filter(serving::contains).toList());
    for (NodeId node : range.chain()) {
      boolean fewCopies = chain.size() < copies && !hasFailed(node);
      boolean nobodyStays = Collections.disjoint(chain, range.chain());
      if ((fewCopies || nobodyStays) && isUp(node) && !chain.contains(node)) {
        chain.add(node);
      }
    }
    return chain;
  }

  /** The placement, as far as its nodes are up. */
  private List<NodeId> available(Token token) {
    return situation.target().replicas(token).stream()
        .filter(node -> isUp(node) && !hasFailed(node))
        .toList();
  }

  /** The members; a draining one that no range names any more is out. */
  private List<Member> drained(List<Range> ranges) {
    Set<NodeId> named = new HashSet<>();
    for (Range range : ranges) {
      named.addAll(range.chain());
      named.addAll(range.learners());
      named.addAll(range.previous());
    }
    return situation.members().stream()
        .map(
            member ->
                member.standing() == Standing.DRAINING && !named.contains(member.id())
                    ? member.with(Standing.OUT)
                    : member)
        .toList();
  }

  private Range changedIfOther(Range range, List<NodeId> chain, List<NodeId> learners) {
    boolean same = chain.equals(range.chain()) && learners.equals(range.learners());
    return same ? range : changed(range, chain, learners);
  }

  private Range changed(Range range, List<NodeId> chain, List<NodeId> learners) {
    return new Range(
        range.token(),
        chain,
        learners,
        epoch,
        union(range.previous(), range.line()),
        range.emptyBefore());
  }

  private static List<NodeId> union(Collection<NodeId> first, Collection<NodeId> second) {
    var all = new LinkedHashSet<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private boolean canMove(Range range) {
    return range.isSettled() && !isChangedNow(range);
  }

  private boolean isChangedNow(Range range) {
    return range.chainEpoch().equals(epoch);
  }

  private boolean hasCaughtUp(NodeId learner, Range range) {
    return situation
        .reports()
        .caughtUp()
        .contains(new Reports.Report(learner, range.token(), range.chainEpoch()));
  }

  private boolean isHealthy(NodeId node) {
    return isUp(node) && !hasRestarted(node) && !hasFailed(node);
  }

  private boolean isUp(NodeId node) {
    Member member = members.get(node);
    return member != null && member.up();
  }

  private boolean hasFailed(NodeId node) {
    return situation.failed().contains(node);
  }

  private boolean hasRestarted(NodeId node) {
    Member now = members.get(node);
    Member before = membersBefore.get(node);
    return now != null && before != null && now.incarnation() != before.incarnation();
  }
}
