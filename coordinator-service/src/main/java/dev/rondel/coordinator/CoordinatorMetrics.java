package dev.rondel.coordinator;

import dev.rondel.coordinator.runtime.CoordinatorLoop;
import dev.rondel.coordinator.runtime.Snapshot;
import dev.rondel.view.Member;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** What Prometheus gets to know of the ring, under {@code rondel.}. */
@Component
final class CoordinatorMetrics implements MeterBinder {

  private final CoordinatorLoop loop;

  CoordinatorMetrics(CoordinatorLoop loop) {
    this.loop = loop;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "rondel.epoch",
        "the number of the newest view",
        now -> now.view().epoch().value());
    gauge(registry, "rondel.nodes.up", "nodes that are up", now -> count(now, Member::up));
    gauge(
        registry,
        "rondel.nodes.in",
        "nodes that take part in the ring",
        now -> count(now, member -> member.standing() == Member.Standing.IN));
    gauge(registry, "rondel.ranges", "ranges of the ring", now -> now.progress().ranges());
    gauge(
        registry,
        "rondel.ranges.moving",
        "ranges that are not where the ring wants them",
        now -> now.progress().ranges() - now.progress().inPlace());
    gauge(
        registry,
        "rondel.ranges.unavailable",
        "ranges without a living member",
        now -> now.progress().unavailable());
    gauge(registry, "rondel.copy.bytes.rate", "bytes copied a second", Snapshot::bytesPerSecond);
    FunctionCounter.builder("rondel.views", loop, CoordinatorLoop::viewsPublished)
        .description("views published since the start")
        .register(registry);
    FunctionTimer.builder(
            "rondel.views.save",
            loop,
            CoordinatorLoop::viewsPublished,
            CoordinatorLoop::nanosSaving,
            TimeUnit.NANOSECONDS)
        .description("time to make a view durable")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Snapshot> value) {
    Gauge.builder(name, loop, source -> value.applyAsDouble(source.board().snapshot()))
        .description(description)
        .register(registry);
  }

  private static long count(Snapshot now, Predicate<Member> condition) {
    return now.view().members().stream().filter(condition).count();
  }
}
