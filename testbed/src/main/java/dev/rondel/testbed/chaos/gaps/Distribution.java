package dev.rondel.testbed.chaos.gaps;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** How long something took, each time. */
public record Distribution(List<Duration> sorted) {

  public Distribution {
    sorted = sorted.stream().sorted().toList();
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("a distribution of nothing");
    }
  }

  public static Distribution of(Collection<Duration> durations) {
    return new Distribution(List.copyOf(durations));
  }

  public int count() {
    return sorted.size();
  }

  public Duration least() {
    return sorted.getFirst();
  }

  public Duration worst() {
    return sorted.getLast();
  }

  /** The smallest duration that at least {@code percent} of all do not exceed. */
  public Duration percentile(int percent) {
    int rank = Math.max(1, Math.ceilDiv(percent * sorted.size(), 100));
    return sorted.get(rank - 1);
  }
}
