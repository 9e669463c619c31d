package dev.rondel.testbed.chaos.timeline;

import dev.rondel.testbed.chaos.plan.Fault;
import dev.rondel.testbed.chaos.timeline.Timeline.Second;
import dev.rondel.testbed.chaos.timeline.Timeline.Span;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Writes a timeline down while it happens. Safe for all threads at once. */
public final class Recorder {

  private final LongSupplier nanos;
  private final long begin;
  private final Map<Integer, Second> seconds = new ConcurrentHashMap<>();
  private final List<Open> spans = new ArrayList<>();
  private volatile Duration served = Duration.ZERO;

  /**
   * @param nanos a monotonic clock; the run begins now
   */
  public Recorder(LongSupplier nanos) {
    this.nanos = nanos;
    this.begin = nanos.getAsLong();
  }

  public Duration now() {
    return Duration.ofNanos(nanos.getAsLong() - begin);
  }

  /** An operation has ended just now. */
  public void ended(Operation operation) {
    Second one = one(operation);
    if (one.done() > 0) {
      served = now();
    }
    seconds.merge((int) now().toSeconds(), one, Second::and);
  }

  /** How long ago the last operation was served. */
  public Duration sinceServed() {
    return now().minus(served);
  }

  private static Second one(Operation operation) {
    return switch (operation.outcome()) {
      case Outcome.NotApplied _ -> new Second(0, 0, 1, 0);
      case Outcome.Unknown _ -> new Second(0, 0, 0, 1);
      case Outcome.Found _,
          Outcome.Missing _,
          Outcome.Stored _,
          Outcome.Deleted _,
          Outcome.ConditionFailed _ ->
          operation.action() instanceof Action.Get
              ? new Second(1, 0, 0, 0)
              : new Second(0, 1, 0, 0);
    };
  }

  /** Trouble that begins now; it lasts until the answer is closed, or the run ends. */
  public Open begin(Fault fault, String what) {
    var open = new Open(fault, what, now());
    synchronized (spans) {
      spans.add(open);
    }
    return open;
  }

  /** What happened so far. */
  public Timeline timeline() {
    Duration end = now();
    var all = new ArrayList<Second>();
    for (int at = 0; at <= end.toSeconds(); at++) {
      all.add(seconds.getOrDefault(at, Second.NOTHING));
    }
    synchronized (spans) {
      return new Timeline(all, spans.stream().map(open -> open.until(end)).toList());
    }
  }

  /** A span whose end is still to come. */
  public final class Open {
    private final Fault fault;
    private final String what;
    private final Duration from;
    private volatile Duration to = Duration.ZERO;

    private Open(Fault fault, String what, Duration from) {
      this.fault = fault;
      this.what = what;
      this.from = from;
    }

    /** It ends now, unless it has ended before. */
    public void end() {
      if (to.isZero()) {
        to = now();
      }
    }

    private Span until(Duration end) {
      return new Span(fault, what, from, to.isZero() ? end : to);
    }
  }
}
