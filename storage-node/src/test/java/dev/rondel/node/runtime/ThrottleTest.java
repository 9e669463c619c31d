package dev.rondel.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ThrottleTest {

  /** Each waits for those before it; a slow machine only makes it longer. */
  @Test
  void bytesTakeAtLeastAsLongAsTheRateSays() throws InterruptedException {
    var throttle = new Throttle(1_000_000);
    long start = System.nanoTime();
    for (int i = 0; i < 11; i++) {
      throttle.take(20_000);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aRateThatLetsNothingThroughIsRefused() {
    assertThatThrownBy(() -> new Throttle(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 B/s");
  }
}
