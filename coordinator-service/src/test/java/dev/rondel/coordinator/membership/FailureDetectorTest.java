package dev.rondel.coordinator.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.ring.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureDetectorTest {

  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");

  private final FailureDetector detector =
      new FailureDetector(Duration.ofSeconds(2), Duration.ofMillis(500), seconds(100));

  @Test
  void aNodeIsSilentAfterLeaseAndMarginFromItsLastHeartbeat() {
    detector.heard(A, seconds(100));
    detector.heard(B, seconds(100));
    detector.heard(B, seconds(101));
    assertThat(ticks(100, 102.5)).isEmpty();
    assertThat(ticks(102.5, 102.6)).isEqualTo("a@102.6");
    assertThat(ticks(102.6, 104)).isEqualTo("b@103.6");
  }

  @Test
  void aNodeIsCalledSilentOnce() {
    detector.heard(A, seconds(100));
    assertThat(ticks(100, 110)).isEqualTo("a@102.6");
    detector.heard(A, seconds(110));
    assertThat(ticks(110, 120)).isEqualTo("a@112.6");
  }

  @Test
  void aCoordinatorThatSleptJudgesNobody() {
    detector.heard(A, seconds(100));
    assertThat(ticks(100, 101)).isEmpty();
    assertThat(detector.tick(seconds(200))).isEmpty();
    assertThat(ticks(200, 203)).isEqualTo("a@202.6");
  }

  @Test
  void aLateReportDoesNotTurnTheTimeBack() {
    detector.heard(A, seconds(101));
    detector.heard(A, seconds(100));
    assertThat(detector.silence(A, seconds(102))).isEqualTo(Duration.ofSeconds(1));
  }

  /** Ticks ten times a second, and tells who was silent when. */
  private String ticks(double from, double to) {
    var said = new StringBuilder();
    for (int tenth = (int) Math.round(from * 10) + 1; tenth <= Math.round(to * 10); tenth++) {
      for (NodeId node : detector.tick(seconds(tenth / 10.0))) {
        said.append(said.isEmpty() ? "" : " ").append(node).append("@").append(tenth / 10.0);
      }
    }
    return said.toString();
  }

  private static long seconds(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
