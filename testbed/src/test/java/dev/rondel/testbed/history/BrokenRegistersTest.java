package dev.rondel.testbed.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.client.Condition;
import dev.rondel.testbed.bench.SoundCell;
import dev.rondel.testbed.bench.SyntheticHistory;
import dev.rondel.testbed.bench.SyntheticHistory.Cell;
import dev.rondel.testbed.bench.SyntheticHistory.Shape;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker must find each defect, in histories of a register that has it now and then. */
class BrokenRegistersTest {

  private static final Shape SHAPE = new Shape(1_000, 8, 0.02);
  private static final int SEEDS = 10;
  private static final int MOST_SHOWN = 50;

  @Test
  void soundRegisterIsRight() {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(check(_ -> new SoundCell(), seed).isGood()).as("seed %d", seed).isTrue();
    }
  }

  static Stream<Map.Entry<String, Function<SplittableRandom, Cell>>> defects() {
    return Map.<String, Function<SplittableRandom, Cell>>of(
        "reads that are stale", StaleReads::new,
        "acknowledged writes that are not done", LostWrites::new,
        "refused writes that are done", RefusedButDone::new,
        "conditions that are not looked at", BlindConditions::new,
        "deleted values that return", Resurrection::new,
        "two chains at once", SplitBrain::new,
        "versions that are given again", OldVersions::new)
        .entrySet()
        .stream();
  }

  /** Not in each history: many a defect is hidden by the writes beside it. */
  @ParameterizedTest
  @MethodSource("defects")
  void everyDefectIsFound(Map.Entry<String, Function<SplittableRandom, Cell>> defect) {
    int found = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Verdict verdict = check(defect.getValue(), seed);
      assertThat(verdict.undecided()).as("%s, seed %d", defect.getKey(), seed).isEmpty();
      for (CounterExample example : verdict.wrong()) {
        found++;
        assertThat(example.operations())
            .as("%s, seed %d: %s", defect.getKey(), seed, example)
            .hasSizeBetween(1, MOST_SHOWN);
      }
    }
    assertThat(found).as("found in histories of %s", defect.getKey()).isPositive();
  }

  private static Verdict check(Function<SplittableRandom, Cell> cell, long seed) {
    var history = new History();
    var random = new SplittableRandom(seed);
    SyntheticHistory.add(history, "k", SHAPE, random, cell.apply(random.split()));
    return LinearizabilityCheck.check(history);
  }

  /** A register with a defect that shows once in a hundred times. */
  private abstract static class Broken extends SoundCell {
    private final SplittableRandom random;

    Broken(SplittableRandom random) {
      this.random = random;
    }

    boolean now() {
      return random.nextInt(100) == 0;
    }

    boolean evenly() {
      return random.nextBoolean();
    }
  }

  private static final class StaleReads extends Broken {
    private @Nullable Held old;

    StaleReads(SplittableRandom random) {
      super(random);
    }

    @Override
    public Outcome apply(Action action) {
      Held stale = old;
      if (action instanceof Action.Get && stale != null && now()) {
        return new Outcome.Found(stale.value(), stale.version());
      }
      Held before = held;
      Outcome outcome = super.apply(action);
      old = before != null && !before.equals(held) ? before : old;
      return outcome;
    }
  }

  private static final class LostWrites extends Broken {
    LostWrites(SplittableRandom random) {
      super(random);
    }

    @Override
    public Outcome apply(Action action) {
      Held before = held;
      Outcome outcome = super.apply(action);
      held = outcome instanceof Outcome.Stored && now() ? before : held;
      return outcome;
    }
  }

  private static final class RefusedButDone extends Broken {
    RefusedButDone(SplittableRandom random) {
      super(random);
    }

    @Override
    public Outcome apply(Action action) {
      Outcome outcome = super.apply(action);
      return outcome instanceof Outcome.Stored && now() ? new Outcome.NotApplied() : outcome;
    }
  }

  private static final class BlindConditions extends Broken {
    BlindConditions(SplittableRandom random) {
      super(random);
    }

    @Override
    protected boolean holds(Condition condition) {
      return super.holds(condition) || now();
    }
  }

  private static final class Resurrection extends Broken {
    private @Nullable Held deleted;

    Resurrection(SplittableRandom random) {
      super(random);
    }

    @Override
    public Outcome apply(Action action) {
      Held before = held;
      held = held == null && evenly() && now() ? deleted : held;
      Outcome outcome = super.apply(action);
      deleted = outcome instanceof Outcome.Deleted ? before : deleted;
      return outcome;
    }
  }

  private static final class SplitBrain extends Broken {
    private final List<SoundCell> chains = List.of(new SoundCell(), new SoundCell());

    SplitBrain(SplittableRandom random) {
      super(random);
    }

    @Override
    public Outcome apply(Action action) {
      return chains.get(now() ? 1 : 0).apply(action);
    }
  }

  private static final class OldVersions extends Broken {
    OldVersions(SplittableRandom random) {
      super(random);
    }

    @Override
    public Outcome apply(Action action) {
      Held before = held;
      Outcome outcome = super.apply(action);
      if (outcome instanceof Outcome.Stored(var version)
          && before != null
          && action instanceof Action.Put(var value, _)
          && now()) {
        held = new Held(value, before.version());
        return new Outcome.Stored(before.version());
      }
      return outcome;
    }
  }
}
