package dev.rondel.testbed.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one key as steps between states, which is all that the search knows of them.
 *
 * <p>The states of a register: {@link #NONE}, no value; 1, 2, …, a value that somebody told of, in
 * the order of their versions; {@link #SOME}, a value that nobody saw. Each state from 1 up is
 * entered once at most.
 *
 * @param placed what must have its place in the order, by beginning
 * @param states by number; the first is NONE
 * @param spares what may be used where it helps
 */
record Steps(List<Step> placed, List<State> states, Spares spares) {

  static final int NONE = 0;

  /** As a state: a value that nobody saw. As a need: any value. */
  static final int SOME = -1;

  /** As a need: whatever the state is. */
  static final int ANY = -2;

  static final long NEVER = Long.MAX_VALUE;

  /**
   * An operation that took effect.
   *
   * @param from it took effect after this
   * @param to and before this: its client was answered, or somebody was answered from the state
   *     that it became
   * @param needs the state before it
   * @param becomes the state after it; the same as before where it only looks
   */
  record Step(Operation operation, long from, long to, int needs, int becomes) {

    boolean looks() {
      return needs == becomes;
    }
  }

  /**
   * A state.
   *
   * @param writer the step that enters it; null where only its version is known, and one of the
   *     spare puts must have entered it
   * @param lookers how many steps need it and leave it as it is
   * @param successor the step that needs it and ends it, so that no other can; null = any may
   * @param required somebody was in it. Else only a spare deletion names it
   */
  record State(
      @Nullable Integer writer, int lookers, @Nullable Integer successor, boolean required) {}

  /**
   * Writes of unknown outcome that nobody can have seen: none of them must have been applied. Given
   * by when each began, earliest first.
   *
   * <p>Why it is enough to try them as {@link Search} does. A spare put leads to a value that no
   * step needs by its name. Take an order of all steps in which it was applied, and leave it out:
   * whatever looked in between needed its value, so nothing did, unless a version stands for it
   * (then it enters that state). What followed next and needs only <em>some</em> value still has
   * one, unless there was none before the put. So a spare put helps in two places only: to enter a
   * state whose version alone is known, and where there is no value, directly before a step that
   * needs some. In the same way a spare deletion helps only where there is a value, directly before
   * a step that needs none, or before a spare put if absent that enters such a state.
   *
   * <p>And which of several: a spare that has begun stays usable to the end, so those of the same
   * condition can take each other's place, and one that is usable in fewer states is to be used up
   * before one that is usable in more. No choice between them needs to be searched.
   *
   * @param puts without condition
   * @param putsIfAbsent that need no value
   * @param putsIfPresent that need some value
   * @param putsIf by state: when the first put that needs this very state began
   * @param deletes without condition
   * @param deletesIf by state: when the first deletion that needs this very state began
   */
  record Spares(
      long[] puts,
      long[] putsIfAbsent,
      long[] putsIfPresent,
      long[] putsIf,
      long[] deletes,
      long[] deletesIf) {}
}
