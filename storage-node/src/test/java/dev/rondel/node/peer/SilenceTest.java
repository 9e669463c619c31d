package dev.rondel.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SilenceTest {

  private static final long LIMIT = TimeUnit.SECONDS.toNanos(2);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 500);
  private final Silence silence = new Silence(now::get);

  @Test
  void itIsCountedFromTheLastWord() {
    pass(20);
    assertThat(silence.isLongerThan(LIMIT)).isFalse();
    silence.heard();
    pass(20);
    assertThat(silence.isLongerThan(LIMIT)).isFalse();
    pass(1);
    assertThat(silence.isLongerThan(LIMIT)).isTrue();
  }

  @Test
  void whoWasAsleepCountsAgainFromTheBeginning() {
    pass(20);
    now.addAndGet(TimeUnit.MINUTES.toNanos(2));
    assertThat(silence.isLongerThan(LIMIT)).isFalse();
    pass(20);
    assertThat(silence.isLongerThan(LIMIT)).isFalse();
    pass(1);
    assertThat(silence.isLongerThan(LIMIT)).isTrue();
  }

  /** Tenths of a second, with a look after each. */
  private void pass(int tenths) {
    for (int i = 0; i < tenths; i++) {
      now.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
      silence.isLongerThan(LIMIT);
    }
  }
}
