package dev.rondel.testbed.chaos.clients;

import dev.rondel.testbed.chaos.timeline.Recorder;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.History;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;
import dev.rondel.testbed.load.Mix;
import dev.rondel.testbed.load.TableClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Clients that read and write, with and without conditions, each time through another node, and
 * remember what they were answered.
 */
public final class Clients implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Duration REFUSED_PAUSE = Duration.ofMillis(100);

  private final Doors doors;
  private final History history;
  private final Recorder recorder;
  private final Mix mix;
  private final Duration pause;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;
  private volatile @Nullable Throwable mistake;

  private Clients(Doors doors, History history, Recorder recorder, Mix mix, Duration pause) {
    this.doors = doors;
    this.history = history;
    this.recorder = recorder;
    this.mix = mix;
    this.pause = pause;
  }

  /**
   * @param keys none of which was ever used before
   * @param pause of each client between two operations, on average
   */
  public static Clients start(
      Doors doors,
      History history,
      Recorder recorder,
      List<String> keys,
      int clients,
      Duration pause,
      long seed) {
    var all = new Clients(doors, history, recorder, new Mix(keys), pause);
    for (int i = 0; i < clients; i++) {
      int number = i;
      var random = new Random(seed * 31 + i);
      all.threads.add(
          Thread.ofVirtual()
              .name("client-" + i)
              .uncaughtExceptionHandler((_, mistake) -> all.mistake = mistake)
              .start(() -> all.work(number, random)));
    }
    return all;
  }

  private void work(int number, RandomGenerator random) {
    while (!stopping) {
      String key = mix.key(random);
      Action action = random.nextBoolean() ? Action.get() : mix.write(key, random);
      Doors.Door door = doors.choose(random);
      Operation operation =
          new TableClient(number, door.table(TIMEOUT), Doors.VALUE_SIZE).carryOut(key, action);
      history.add(operation);
      mix.heard(key, operation.outcome());
      recorder.ended(operation);
      boolean served =
          !(operation.outcome() instanceof Outcome.NotApplied
              || operation.outcome() instanceof Outcome.Unknown);
      if (!served) {
        doors.didNotServe(door);
      }
      // Who is refused does not hurry: the servers need the processor to start.
      long nanos = served ? pause.toNanos() : REFUSED_PAUSE.toNanos();
      LockSupport.parkNanos((long) (nanos * 2 * random.nextDouble()));
    }
  }

  /**
   * Ends them and waits for what is on its way.
   *
   * @throws IllegalStateException where a client has broken, and with it the run
   */
  @Override
  public void close() {
    stopping = true;
    boolean interrupted = false;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (mistake != null) {
      throw new IllegalStateException("a client broke", mistake);
    }
  }
}
