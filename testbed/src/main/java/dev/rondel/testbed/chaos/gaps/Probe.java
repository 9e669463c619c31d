package dev.rondel.testbed.chaos.gaps;

import dev.rondel.testbed.chaos.clients.Doors;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.History;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;
import dev.rondel.testbed.load.TableClient;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Does one thing with one key, twice a second, and measures for how long it could not. What is
 * asked while the key is not served waits for it, and what is refused is asked again at once, so
 * gaps shorter than the pause look as long as it, and longer ones are told within a few hundredths
 * of a second.
 */
final class Probe implements AutoCloseable {

  /**
   * After an answer; a shorter one would be a load that keeps the processors from what is measured.
   */
  static final Duration PAUSE = Duration.ofMillis(500);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(20);

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int VALUE_SIZE = 100;

  private final String key;
  private final Supplier<Action> next;
  private final Caller caller;
  private final GapMeter meter = new GapMeter();
  private final Thread thread;
  private volatile boolean stopping;

  /**
   * As whom probes ask.
   *
   * @param client by which the history knows it
   * @param doors by which a probe comes in
   */
  record Caller(int client, Supplier<Doors.Door> doors, History history) {

    Operation carryOut(String key, Action action) {
      Operation operation =
          new TableClient(client, doors.get().table(TIMEOUT), VALUE_SIZE).carryOut(key, action);
      history.add(operation);
      return operation;
    }
  }

  Probe(String key, Supplier<Action> next, Caller caller) {
    this.key = key;
    this.next = next;
    this.caller = caller;
    begin();
    this.thread = Thread.ofVirtual().name("probe").start(this::repeat);
  }

  private void repeat() {
    while (!stopping) {
      Operation operation = caller.carryOut(key, next.get());
      boolean served =
          !(operation.outcome() instanceof Outcome.NotApplied
              || operation.outcome() instanceof Outcome.Unknown);
      if (served) {
        meter.served(operation.to());
      }
      LockSupport.parkNanos((served ? PAUSE : PAUSE_AFTER_FAILURE).toNanos());
    }
  }

  /** Measures from now on. */
  void begin() {
    meter.begin(System.nanoTime());
  }

  /** Whether it was served so often since the beginning. */
  boolean hasAnswers(int count) {
    return meter.answers() >= count;
  }

  Duration gap() {
    return meter.longest(System.nanoTime());
  }

  /** Ends as soon as what is under way has been answered. */
  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
