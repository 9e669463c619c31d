package dev.rondel.testbed.chaos.gaps;

import dev.rondel.ring.NodeId;
import java.time.Duration;
import java.util.Locale;

/**
 * What one strike cost, counted from the moment of the strike.
 *
 * @param ranges of the node, in each of which keys were watched
 * @param gaps the longest times for which one of them was not served
 * @param down until the coordinator called the node down
 * @param served until all its ranges were open again without it
 * @param back from the undoing until the cluster was at rest, with the node in it
 * @param busy the part of this machine's processors that was in use from the strike until a second
 *     after all was served again
 */
public record Measurement(
    Strike strike,
    NodeId node,
    int ranges,
    Gaps gaps,
    Duration down,
    Duration served,
    Duration back,
    double busy) {

  /**
   * @param reads of keys that are being written
   * @param readsAtRest of keys that nobody writes
   */
  record Gaps(Duration writes, Duration reads, Duration readsAtRest) {}

  @Override
  public String toString() {
    return "%-8s %s: %d ranges, write gap %s, read gap %s (at rest %s), down after %s, served after %s, back after %s, machine %.0f %% busy"
        .formatted(
            strike.words(),
            node,
            ranges,
            millis(gaps.writes()),
            millis(gaps.reads()),
            millis(gaps.readsAtRest()),
            millis(down),
            millis(served),
            millis(back),
            100 * busy);
  }

  static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%,d ms", duration.toMillis());
  }
}
