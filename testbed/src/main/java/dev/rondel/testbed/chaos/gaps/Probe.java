package dev.rondel.testbed.chaos.gaps;

import dev.rondel.testbed.chaos.clients.Doors;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.History;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;
import dev.rondel.testbed.load.TableClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Writes and reads one key all the time, and measures for how long it could not. */
final class Probe implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final long PAUSE_NANOS = 20_000_000;
  private static final int VALUE_SIZE = 100;

  private final String key;
  private final int client;
  private final Supplier<Doors.Door> doors;
  private final History history;
  private final GapMeter writes = new GapMeter();
  private final GapMeter reads = new GapMeter();
  private final List<Thread> threads;
  private volatile boolean stopping;

  /**
   * @param client by which the history knows it
   * @param doors by which the probe comes in
   * @param values gives each write of the key its own value
   */
  Probe(String key, int client, Supplier<Doors.Door> doors, History history, AtomicLong values) {
    this.key = key;
    this.client = client;
    this.doors = doors;
    this.history = history;
    begin();
    this.threads =
        List.of(
            Thread.ofVirtual()
                .name("probe-writer")
                .start(() -> repeat(() -> Action.put(values.incrementAndGet()), writes)),
            Thread.ofVirtual().name("probe-reader").start(() -> repeat(Action::get, reads)));
  }

  private void repeat(Supplier<Action> next, GapMeter meter) {
    while (!stopping) {
      Action action = next.get();
      Operation operation =
          new TableClient(client, doors.get().table(TIMEOUT), VALUE_SIZE).carryOut(key, action);
      history.add(operation);
      if (!(operation.outcome() instanceof Outcome.NotApplied
          || operation.outcome() instanceof Outcome.Unknown)) {
        meter.served(operation.to());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Measures from now on. */
  void begin() {
    long now = System.nanoTime();
    writes.begin(now);
    reads.begin(now);
  }

  /** Whether it has written and read so often since the beginning. */
  boolean hasAnswers(int each) {
    return writes.answers() >= each && reads.answers() >= each;
  }

  Duration writeGap() {
    return writes.longest(System.nanoTime());
  }

  Duration readGap() {
    return reads.longest(System.nanoTime());
  }

  /** Ends as soon as what is under way has been answered. */
  @Override
  public void close() {
    stopping = true;
    threads.forEach(LockSupport::unpark);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
