package dev.rondel.testbed.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PairGeneratorTest {

  private static final PairShape AWKWARD = new PairShape(1000, 1, 16, 100, true);

  @Test
  void sameSeedGivesTheSameBytes() {
    assertThat(PairFile.toCsv(PairGenerator.generate(AWKWARD)))
        .isEqualTo(PairFile.toCsv(PairGenerator.generate(AWKWARD)));
  }

  /** Written down, because "the same bytes" means: also tomorrow, and on another machine. */
  @Test
  void firstPairOfSeedOneIsWhatItAlwaysWas() {
    TestPair first = PairGenerator.generate(PairShape.DEFAULT).getFirst();
    assertThat(first.key()).hasToString("key_00000_72t70e");
    assertThat(new String(first.value().bytes(), StandardCharsets.US_ASCII))
        .startsWith("okk2zzb1s8u4yfuiw9o9");
  }

  @Test
  void otherSeedGivesOtherPairs() {
    var other = new PairShape(100, 2, 16, 100, false);
    assertThat(PairGenerator.generate(other))
        .doesNotContainAnyElementsOf(PairGenerator.generate(PairShape.DEFAULT));
  }

  @Test
  void fewerPairsAreTheBeginningOfMore() {
    var fewer = new PairShape(10, 1, 16, 100, false);
    assertThat(PairGenerator.generate(PairShape.DEFAULT))
        .startsWith(PairGenerator.generate(fewer).toArray(TestPair[]::new));
  }

  @Test
  void keysAreDistinct() {
    var keys =
        PairGenerator.generate(AWKWARD).stream().map(TestPair::key).collect(Collectors.toSet());
    assertThat(keys).hasSize(AWKWARD.pairs());
  }

  @Test
  void sizesAreThoseAskedFor() {
    for (TestPair pair : PairGenerator.generate(new PairShape(50, 3, 12, 0, false))) {
      assertThat(pair.key().size()).isEqualTo(12);
      assertThat(pair.value().size()).isZero();
    }
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new PairShape(0, 1, 16, 100, false)).hasMessageContaining("pairs");
    assertThatThrownBy(() -> new PairShape(1, 1, 11, 100, false)).hasMessageContaining("key");
    assertThatThrownBy(() -> new PairShape(1, 1, 16, -1, false)).hasMessageContaining("value");
  }
}
