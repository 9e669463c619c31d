package dev.rondel.testbed.load;

import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.History;
import dev.rondel.testbed.history.LinearizabilityCheck;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Clients that read and write the same keys all the while, with and without conditions, and
 * remember every operation.
 *
 * <p>A client whose operation was not done stays with its key, reading or writing, until one is: so
 * the gap of that key is measured and not the client's tour.
 */
public final class ContinuousLoad implements AutoCloseable {

  /** Operations that are remembered at most; some hundreds of megabytes. */
  private static final int MOST_OPERATIONS = 2_000_000;

  private static final int LAST_TRIES = 10;
  private static final long LAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final LoadSettings settings;
  private final List<String> keys;
  private final Mix mix;
  private final History history = new History();
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> askers = new ArrayList<>();
  private final Gap writeGap = new Gap();
  private final Gap readGap = new Gap();
  private volatile boolean stopping;

  private ContinuousLoad(
      List<? extends Table> tables, LoadSettings settings, String prefix, long seed) {
    this.settings = settings;
    this.keys = IntStream.range(0, settings.keys()).mapToObj(i -> prefix + "-" + i).toList();
    this.mix = new Mix(keys);
    var random = new Random(seed);
    for (int i = 0; i < settings.clients(); i++) {
      var table = tables.get(i % tables.size());
      var client = new TableClient(i, table, settings.valueSize());
      long itsSeed = random.nextLong();
      askers.add("client %d at %s".formatted(i, table.name()));
      threads.add(
          Thread.ofVirtual()
              .name("load-client-" + i)
              .unstarted(() -> work(client, new Random(itsSeed))));
    }
  }

  /**
   * @param tables which the clients share out among themselves
   * @param prefix of all keys, which nobody else may use, and which were never used before
   */
  public static ContinuousLoad start(
      List<? extends Table> tables, LoadSettings settings, String prefix, long seed) {
    var load = new ContinuousLoad(tables, settings, prefix, seed);
    load.threads.forEach(Thread::start);
    return load;
  }

  /** Operations so far. */
  public int operations() {
    return history.size();
  }

  public List<String> keys() {
    return keys;
  }

  /** Ends the load and waits for the operations that are on their way. */
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
          threads.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Reads every key once more from each of these tables, and judges the whole history. The load
   * must be closed.
   */
  public LoadResult judge(List<? extends Table> tables) {
    if (!stopping) {
      throw new IllegalStateException("the load still runs");
    }
    boolean full = isFull();
    long unread = 0;
    var unseen = new TreeSet<>(keys);
    for (Table table : tables) {
      var reader = new TableClient(askers.size(), table, settings.valueSize());
      askers.add("last read at " + table.name());
      boolean answers = true;
      for (String key : keys) {
        Operation read = lastRead(reader, key, answers ? LAST_TRIES : 1);
        history.add(read);
        answers = !(read.outcome() instanceof Outcome.NotApplied);
        if (answers) {
          unseen.remove(key);
        } else {
          unread++;
        }
      }
    }
    List<Operation> operations = history.operations();
    return new LoadResult(
        operations,
        LinearizabilityCheck.check(operations),
        List.copyOf(askers),
        unread,
        List.copyOf(unseen),
        writeGap.millis(),
        readGap.millis(),
        full);
  }

  /** At the end every node has to answer: it is given some time, but not again for each key. */
  private static Operation lastRead(TableClient reader, String key, int tries) {
    Operation read = reader.carryOut(key, Action.get());
    for (int i = 1; i < tries && read.outcome() instanceof Outcome.NotApplied; i++) {
      LockSupport.parkNanos(LAST_PAUSE_NANOS);
      read = reader.carryOut(key, Action.get());
    }
    return read;
  }

  private void work(TableClient client, Random random) {
    String key = "";
    boolean reads = false;
    long blockedSince = -1;
    while (!stopping && !isFull()) {
      if (blockedSince < 0) {
        key = mix.key(random);
        reads = random.nextBoolean();
      }
      Operation operation = client.carryOut(key, reads ? Action.get() : mix.write(key, random));
      history.add(operation);
      mix.heard(key, operation.outcome());
      blockedSince = after(operation, blockedSince, reads ? readGap : writeGap);
    }
    if (blockedSince >= 0) {
      (reads ? readGap : writeGap).record(System.nanoTime() - blockedSince);
    }
  }

  /** Measures, and pauses. Since when the key is blocked, in nanoseconds; -1 where it is not. */
  private long after(Operation operation, long blockedSince, Gap gap) {
    long since = blockedSince < 0 ? operation.from() : blockedSince;
    boolean blocked =
        operation.outcome() instanceof Outcome.NotApplied
            || operation.outcome() instanceof Outcome.Unknown;
    if (!blocked) {
      gap.record(operation.to() - since);
    }
    LockSupport.parkNanos((blocked ? settings.retryPause() : settings.pause()).toNanos());
    return blocked ? since : -1;
  }

  private boolean isFull() {
    return history.size() >= MOST_OPERATIONS;
  }
}
