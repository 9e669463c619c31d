package dev.rondel.node.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.view.Epoch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LeaseTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 500);
  private final Lease lease = new Lease(now::get);

  @Test
  void thereIsNoneBeforeTheFirstIsGranted() {
    assertThat(lease.isValid()).isFalse();
    lease.sent(1);
    assertThat(lease.isValid()).isFalse();
  }

  /** The clock passes its largest number on the way: only differences count. */
  @Test
  void itRunsFromTheSendingOfTheHeartbeatNotFromTheAnswer() {
    lease.sent(1);
    now.addAndGet(900);
    lease.renewed(1, 1_000, Epoch.ZERO, Epoch.ZERO);

    assertThat(lease.isValid()).isTrue();
    now.addAndGet(99);
    assertThat(lease.isValid()).isTrue();
    now.addAndGet(1);
    assertThat(lease.isValid()).isFalse();
  }

  @Test
  void anAnswerThatComesTooLateGivesNone() {
    lease.sent(1);
    now.addAndGet(1_000);
    lease.renewed(1, 1_000, Epoch.ZERO, Epoch.ZERO);

    assertThat(lease.isValid()).isFalse();
  }

  @Test
  void anAnswerToAHeartbeatThatWasNeverSentGivesNone() {
    lease.renewed(5, 1_000, Epoch.ZERO, Epoch.ZERO);
    assertThat(lease.isValid()).isFalse();
  }

  @Test
  void anOlderAnswerDoesNotShortenIt() {
    lease.sent(1);
    now.addAndGet(300);
    lease.sent(2);
    lease.renewed(2, 1_000, Epoch.ZERO, Epoch.ZERO);
    lease.renewed(1, 1_000, Epoch.ZERO, Epoch.ZERO);

    now.addAndGet(999);
    assertThat(lease.isValid()).isTrue();
    now.addAndGet(1);
    assertThat(lease.isValid()).isFalse();
  }

  @Test
  void anAnswerOfAnEarlierSessionGivesNone() {
    lease.sent(1);
    lease.forgetSent();
    lease.renewed(1, 1_000, Epoch.ZERO, Epoch.ZERO);

    assertThat(lease.isValid()).isFalse();
  }

  @Test
  void aNewSessionLeavesTheLeaseThatIsThere() {
    lease.sent(1);
    lease.renewed(1, 1_000, Epoch.ZERO, Epoch.ZERO);
    lease.forgetSent();

    assertThat(lease.isValid()).isTrue();
  }

  @Test
  void onlyTheLatestHeartbeatsAreRemembered() {
    for (long number = 1; number <= 100; number++) {
      lease.sent(number);
    }
    lease.renewed(1, 1_000, Epoch.ZERO, Epoch.ZERO);
    assertThat(lease.isValid()).isFalse();
    lease.renewed(100, 1_000, Epoch.ZERO, Epoch.ZERO);
    assertThat(lease.isValid()).isTrue();
  }
}
