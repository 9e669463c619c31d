package dev.rondel.node.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The requests of the data path, counted and timed by method and outcome: {@code
 * rondel_requests_seconds}. It costs one look into a map and one timer, where the general
 * observation of Spring costs as much as the whole answer.
 */
final class RequestMetrics {

  private static final Duration[] BUCKETS =
      Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_500, 5_000, 10_000, 50_000)
          .map(tenths -> Duration.ofNanos(tenths * 100_000L))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void record(String method, String outcome, long nanos) {
    timers
        .computeIfAbsent(new Series(method, outcome), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Series series) {
    return Timer.builder("rondel.requests")
        .description("Requests to /kv and /files by method and outcome")
        .tag("method", series.method())
        .tag("outcome", series.outcome())
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private record Series(String method, String outcome) {}
}
