package dev.rondel.testbed.chaos.timeline;

import dev.rondel.testbed.chaos.plan.Fault;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What happened in a run.
 *
 * @param seconds one for each second since the beginning, without gaps
 * @param spans in the order in which they began
 */
public record Timeline(List<Second> seconds, List<Span> spans) {

  public Timeline {
    seconds = List.copyOf(seconds);
    spans = List.copyOf(spans);
  }

  /**
   * The operations that ended in one second.
   *
   * @param reads answered
   * @param writes acknowledged, or refused by their condition
   * @param refused operations of which nothing was applied, reads without an answer among them
   * @param unknown writes whose fate is not known
   */
  public record Second(long reads, long writes, long refused, long unknown) {

    static final Second NOTHING = new Second(0, 0, 0, 0);

    public long done() {
      return reads + writes;
    }

    public long errors() {
      return refused + unknown;
    }

    Second and(Second other) {
      return new Second(
          reads + other.reads,
          writes + other.writes,
          refused + other.refused,
          unknown + other.unknown);
    }
  }

  /** Some trouble, from when it was made until it was undone. */
  public record Span(Fault fault, String what, Duration from, Duration to) {}

  /** All operations together. */
  public Second total() {
    return seconds.stream().reduce(Second.NOTHING, Second::and);
  }

  /** How often each kind of trouble has really been made. */
  public Map<Fault, Integer> counts() {
    var counts = new EnumMap<Fault, Integer>(Fault.class);
    spans.forEach(span -> counts.merge(span.fault(), 1, Integer::sum));
    return counts;
  }
}
