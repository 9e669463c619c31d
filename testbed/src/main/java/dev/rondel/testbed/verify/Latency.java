package dev.rondel.testbed.verify;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long requests took. Safe for all threads at once. */
public final class Latency {

  private static final long LONGEST = TimeUnit.MINUTES.toMicros(10);

  private final Histogram micros = new ConcurrentHistogram(LONGEST, 3);

  public void record(long nanos) {
    micros.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 1, LONGEST));
  }

  public long count() {
    return micros.getTotalCount();
  }

  /** In milliseconds. */
  public double percentile(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }

  public double longest() {
    return micros.getMaxValue() / 1000.0;
  }

  /** {@code p50 0.8 ms, p99 4.1 ms}. */
  @Override
  public String toString() {
    return count() == 0
        ? "none"
        : "p50 %.1f ms, p99 %.1f ms".formatted(percentile(50), percentile(99));
  }
}
