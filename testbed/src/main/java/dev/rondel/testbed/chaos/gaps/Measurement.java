package dev.rondel.testbed.chaos.gaps;

import dev.rondel.ring.NodeId;
import java.time.Duration;
import java.util.Locale;

/**
 * What one strike cost, counted from the moment of the strike.
 *
 * @param keys that were watched, one in each range of the node
 * @param writeGap the longest time for which one of them was not written
 * @param readGap the same for reads
 * @param down until the coordinator called the node down
 * @param served until all its ranges were open again without it
 * @param back from the undoing until the cluster was at rest, with the node in it
 */
public record Measurement(
    Strike strike,
    NodeId node,
    int keys,
    Duration writeGap,
    Duration readGap,
    Duration down,
    Duration served,
    Duration back) {

  @Override
  public String toString() {
    return "%-8s %s: %d keys, write gap %s, read gap %s, down after %s, served after %s, back after %s"
        .formatted(
            strike.words(),
            node,
            keys,
            millis(writeGap),
            millis(readGap),
            millis(down),
            millis(served),
            millis(back));
  }

  static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%,d ms", duration.toMillis());
  }
}
