package dev.rondel.testbed.history;

import static dev.rondel.testbed.history.Steps.ANY;
import static dev.rondel.testbed.history.Steps.NEVER;
import static dev.rondel.testbed.history.Steps.NONE;
import static dev.rondel.testbed.history.Steps.SOME;

import dev.rondel.testbed.history.Steps.Spares;
import dev.rondel.testbed.history.Steps.State;
import dev.rondel.testbed.history.Steps.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for an order of the steps of one key: depth first, and never twice from the same
 * configuration.
 *
 * <p>What it need not choose:
 *
 * <ul>
 *   <li>A step that only looks, at the state that is, is placed at once: it hinders nobody.
 *   <li>A state is entered once, so it is not left before all who looked at it are placed; and
 *       where a write was done on condition of its version, by that write.
 *   <li>Versions grow, so one put can be next. (Not where {@code ordered} is false.)
 *   <li>Of deletions that need some value, the one with the first end goes first: two of them can
 *       change places.
 *   <li>Writes of unknown outcome that nobody saw: see {@link Spares}.
 * </ul>
 *
 * What is left is to choose between the next put, the next deletion, and the use of a spare. What
 * must be done first is tried first.
 */
final class Search {

  /** How it ended. */
  enum Result {
    EXPLAINED,
    /** No order explains the steps. */
    IMPOSSIBLE,
    /** The limit was reached. */
    GIVEN_UP
  }

  private enum Kind {
    /** Place the step {@code target}. */
    PLACE,
    /** A spare deletion. */
    DELETE,
    /** A spare put, of a value that nobody saw. */
    PUT,
    /** A spare put that enters the state {@code target}. */
    ENTER
  }

  /**
   * @param deadline the first end of the steps that it serves
   */
  private record Move(Kind kind, int target, long deadline) {}

  /** Where the search was, and what it has not tried there. */
  private record Frame(
      ArrayDeque<Move> untried,
      int state,
      int newest,
      int trailLength,
      long high,
      long low,
      SparesLeft spares) {}

  private final List<Step> placed;
  private final List<State> states;
  private final boolean ordered;
  private final int limit;
  private final Timeline timeline;
  private final SeenConfigurations seen = new SeenConfigurations();

  private int state = NONE;

  /** The state of the greatest version that has been entered. */
  private int newest = NONE;

  private SparesLeft spares;
  private final int[] lookersLeft;
  private final boolean[] entered;

  /** What has been placed, in order; the complement of a state that a spare put entered. */
  private final int[] trail;

  private int trailLength;
  private int left;

  /** Of what is in the trail, whatever its order. */
  private long high;

  private long low;

  /**
   * @param ordered whether the versions must grow in the order that is looked for
   * @param limit how many configurations are tried at most
   */
  Search(Steps steps, boolean ordered, int limit) {
    this.placed = steps.placed();
    this.states = steps.states();
    this.ordered = ordered;
    this.limit = limit;
    this.timeline = new Timeline(placed);
    this.spares = SparesLeft.of(steps.spares());
    this.lookersLeft = states.stream().mapToInt(State::lookers).toArray();
    this.entered = new boolean[states.size()];
    this.trail = new int[placed.size() + states.size()];
    this.left = placed.size();
  }

  Result run() {
    var path = new ArrayDeque<Frame>();
    for (int tried = 0; tried < limit; tried++) {
      var surroundings = new Surroundings();
      surroundings.lookAround();
      if (left == 0) {
        return Result.EXPLAINED;
      }
      ArrayDeque<Move> moves = surroundings.moves();
      if (moves.size() > 1 && !isNew()) {
        moves.clear();
      }
      path.push(new Frame(moves, state, newest, trailLength, high, low, spares));
      while (path.element().untried().isEmpty()) {
        path.pop();
        if (path.isEmpty()) {
          return Result.IMPOSSIBLE;
        }
        returnTo(path.element());
      }
      make(path.element().untried().remove());
    }
    return Result.GIVEN_UP;
  }

  private boolean isNew() {
    long here = mix(state + 0x632be59bd9b4e019L);
    long used =
        ((spares.puts() * 31L + spares.putsIfAbsent()) * 31L + spares.putsIfPresent()) * 31L;
    used = mix(used + spares.deletes() * 0x9e3779b97f4a7c15L);
    return seen.add(high ^ mix(here + used), low ^ mix(here ^ used));
  }

  private void make(Move move) {
    switch (move.kind()) {
      case PLACE -> {
        Step step = placed.get(move.target());
        place(move.target());
        enter(step.becomes());
      }
      case DELETE -> {
        spares = spares.afterDelete(state, timeline.firstEnd());
        state = NONE;
      }
      case PUT -> {
        spares = spares.afterPut(state, timeline.firstEnd());
        state = SOME;
      }
      case ENTER -> {
        spares = spares.afterPut(state, timeline.firstEnd());
        note(~move.target());
        entered[move.target()] = true;
        enter(move.target());
      }
    }
  }

  private void enter(int next) {
    state = next;
    newest = Math.max(newest, next);
  }

  /** Returns the next open step after it; -1 where there is none. */
  private int place(int step) {
    note(step);
    left--;
    if (placed.get(step).looks()) {
      lookersLeft[placed.get(step).needs()]--;
    }
    return timeline.takeOut(step);
  }

  private void note(int entry) {
    trail[trailLength++] = entry;
    high ^= mix(entry);
    low ^= mix(entry + 0x9e3779b97f4a7c15L);
  }

  private void returnTo(Frame frame) {
    while (trailLength > frame.trailLength()) {
      int entry = trail[--trailLength];
      if (entry < 0) {
        entered[~entry] = false;
        continue;
      }
      timeline.putBack(entry);
      left++;
      if (placed.get(entry).looks()) {
        lookersLeft[placed.get(entry).needs()]++;
      }
    }
    state = frame.state();
    newest = frame.newest();
    high = frame.high();
    low = frame.low();
    spares = frame.spares();
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long bits) {
    long mixed = (bits + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  /** The steps that may be next, and what they make of the state. */
  private final class Surroundings {

    private final int next = nextRequired();
    private final List<Move> moves = new ArrayList<>();
    private final List<Move> wanted = new ArrayList<>();
    private boolean successorIsOpen;
    private long wantsNone = NEVER;
    private long wantsSome = NEVER;
    private int firstDelete = -1;

    /** The state that is to be entered next, where the order is that of the versions. */
    private int nextRequired() {
      int after = newest + 1;
      while (after < states.size() && !states.get(after).required()) {
        after++;
      }
      return after;
    }

    private boolean mayEnter(int target) {
      return !ordered || target == next;
    }

    /** Places all that only look at the state that is; the others are considered. */
    void lookAround() {
      int step = timeline.firstOpen();
      while (step >= 0) {
        Step one = placed.get(step);
        if (one.looks() && one.needs() == state) {
          step = place(step);
        } else {
          consider(step, one);
          step = timeline.openAfter(step);
        }
      }
    }

    private void consider(int number, Step step) {
      boolean deletes = !step.looks() && step.becomes() == NONE;
      boolean puts = !step.looks() && !deletes;
      if (step.needs() > NONE
          && states.get(step.needs()).writer() == null
          && !entered[step.needs()]
          && mayEnter(step.needs())) {
        wanted.add(new Move(Kind.ENTER, step.needs(), step.to()));
      }
      if (puts && !mayEnter(step.becomes())) {
        return;
      }
      if (step.needs() > NONE) {
        Integer successor = state > NONE ? states.get(state).successor() : null;
        successorIsOpen |= successor != null && successor == number;
      } else if (step.needs() == NONE) {
        wantsNone = Math.min(wantsNone, step.to());
      } else if (step.needs() == SOME) {
        wantsSome = Math.min(wantsSome, step.to());
      }
      if (deletes && step.needs() == SOME) {
        boolean first = firstDelete < 0 || step.to() < placed.get(firstDelete).to();
        firstDelete = first ? number : firstDelete;
      } else if (puts && fits(step.needs())) {
        moves.add(new Move(Kind.PLACE, number, step.to()));
      }
    }

    private boolean fits(int needs) {
      return switch (needs) {
        case ANY -> state != SOME; // a value that nobody saw is for those who need some
        case SOME -> state != NONE;
        case NONE -> state == NONE;
        default -> false; // a successor, which is the only move where there is one
      };
    }

    /** What can be done next, the most urgent first. */
    ArrayDeque<Move> moves() {
      if (state > NONE && lookersLeft[state] > 0) {
        return new ArrayDeque<>(0);
      }
      Integer successor = state > NONE ? states.get(state).successor() : null;
      if (successor != null) {
        var only = new ArrayDeque<Move>(1);
        if (successorIsOpen) {
          only.add(new Move(Kind.PLACE, successor, NEVER));
        }
        return only;
      }
      if (firstDelete >= 0 && state != NONE) {
        moves.add(new Move(Kind.PLACE, firstDelete, placed.get(firstDelete).to()));
      }
      addSpares(timeline.firstEnd());
      moves.sort(Comparator.comparingLong(Move::deadline));
      return new ArrayDeque<>(moves);
    }

    private void addSpares(long firstEnd) {
      if (state == SOME) {
        return;
      }
      if (state == NONE && wantsSome != NEVER && spares.canPut(NONE, firstEnd)) {
        moves.add(new Move(Kind.PUT, SOME, wantsSome));
      }
      if (spares.canPut(state, firstEnd)) {
        moves.addAll(wanted);
        if (state > NONE && wantsNone != NEVER) {
          addDetours(firstEnd);
        }
      }
      if (state > NONE && spares.canDelete(state, firstEnd)) {
        long wants = wantsNone;
        if (spares.canPutIfAbsent(firstEnd)) {
          wants = wanted.stream().mapToLong(Move::deadline).reduce(wants, Math::min);
        }
        if (wants != NEVER) {
          moves.add(new Move(Kind.DELETE, NONE, wants));
        }
      }
    }

    /** To a state that only a spare deletion names, which leads from there to none. */
    private void addDetours(long firstEnd) {
      for (int target = ordered ? newest + 1 : 1;
          target < (ordered ? next : states.size());
          target++) {
        if (!states.get(target).required()
            && !entered[target]
            && spares.canDeleteOnly(target, firstEnd)) {
          moves.add(new Move(Kind.ENTER, target, wantsNone));
        }
      }
    }
  }
}
