package dev.rondel.testbed.load;

import dev.rondel.client.ReadOutcome;
import dev.rondel.client.WriteOutcome;
import dev.rondel.pair.Key;
import dev.rondel.testbed.load.Operation.Fate;
import dev.rondel.testbed.load.Operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes and reads a table all the while, and remembers every operation.
 *
 * <p>Each key has one writer, which numbers its writes; now and then it deletes instead. A thread
 * whose operation was not done stays with its key until one is, so that the gap of that key is
 * measured and not the thread's tour.
 */
public final class ContinuousLoad implements AutoCloseable {

  /** Operations that are remembered at most; some hundreds of megabytes. */
  private static final int MOST_OPERATIONS = 2_000_000;

  private static final int ONE_DELETION_IN = 10;

  private final Table table;
  private final LoadSettings settings;
  private final List<String> keys;
  private final Queue<Operation> history = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private final Gap writeGap = new Gap();
  private final Gap readGap = new Gap();
  private volatile boolean stopping;

  private ContinuousLoad(Table table, LoadSettings settings, String prefix, long seed) {
    this.table = table;
    this.settings = settings;
    var random = new Random(seed);
    var all = new ArrayList<String>();
    for (int writer = 0; writer < settings.writers(); writer++) {
      var own = new ArrayList<String>();
      for (int i = 0; i < settings.keysPerWriter(); i++) {
        own.add(prefix + "-w" + writer + "-k" + i);
      }
      all.addAll(own);
      long itsSeed = random.nextLong();
      threads.add(
          Thread.ofVirtual()
              .name("load-writer-" + writer)
              .unstarted(() -> write(own, new Random(itsSeed))));
    }
    keys = List.copyOf(all);
    for (int reader = 0; reader < settings.readers(); reader++) {
      long itsSeed = random.nextLong();
      threads.add(
          Thread.ofVirtual()
              .name("load-reader-" + reader)
              .unstarted(() -> read(new Random(itsSeed))));
    }
  }

  /**
   * @param prefix of all keys, which nobody else may use, and which were never used before
   */
  public static ContinuousLoad start(Table table, LoadSettings settings, String prefix, long seed) {
    var load = new ContinuousLoad(table, settings, prefix, seed);
    load.threads.forEach(Thread::start);
    return load;
  }

  /** Operations so far. */
  public int operations() {
    return size.get();
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
   *
   * @param names of the tables, for people
   */
  public LoadResult judge(List<? extends Table> tables, List<String> names) {
    if (!stopping) {
      throw new IllegalStateException("the load still runs");
    }
    for (String key : keys) {
      for (int i = 0; i < tables.size(); i++) {
        add(readOnce(tables.get(i), key, true, names.get(i)));
      }
    }
    List<Operation> all = List.copyOf(history);
    return new LoadResult(
        count(all, true, Fate.DONE),
        count(all, true, Fate.UNKNOWN),
        count(all, true, Fate.NOT_DONE),
        count(all, false, Fate.DONE),
        count(all, false, Fate.NOT_DONE),
        all.stream()
            .filter(operation -> operation.last() && operation.fate() == Fate.NOT_DONE)
            .count(),
        writeGap.millis(),
        readGap.millis(),
        isFull(),
        HistoryCheck.check(all));
  }

  private static long count(List<Operation> all, boolean writes, Fate fate) {
    return all.stream()
        .filter(operation -> operation.isWrite() == writes && operation.fate() == fate)
        .count();
  }

  private void write(List<String> own, Random random) {
    long[] numbers = new long[own.size()];
    int at = 0;
    long blockedSince = -1;
    while (goesOn()) {
      long number = ++numbers[at];
      Operation write =
          writeOnce(own.get(at), number, random.nextInt(ONE_DELETION_IN) == 0 && number > 1);
      add(write);
      blockedSince = after(write, blockedSince, writeGap);
      if (blockedSince < 0) {
        at = (at + 1) % own.size();
      }
    }
    endOf(blockedSince, writeGap);
  }

  private void read(Random random) {
    String key = keys.getFirst();
    long blockedSince = -1;
    while (goesOn()) {
      if (blockedSince < 0) {
        key = keys.get(random.nextInt(keys.size()));
      }
      Operation read = readOnce(table, key, false, "");
      add(read);
      blockedSince = after(read, blockedSince, readGap);
    }
    endOf(blockedSince, readGap);
  }

  /** Measures, and pauses. Since when the key is blocked, in nanoseconds; -1 where it is not. */
  private long after(Operation operation, long blockedSince, Gap gap) {
    long since = blockedSince < 0 ? operation.from() : blockedSince;
    if (operation.fate() == Fate.DONE) {
      gap.record(operation.to() - since);
      LockSupport.parkNanos(settings.pause().toNanos());
      return -1;
    }
    LockSupport.parkNanos(settings.retryPause().toNanos());
    return since;
  }

  private void endOf(long blockedSince, Gap gap) {
    if (blockedSince >= 0) {
      gap.record(now() - blockedSince);
    }
  }

  private boolean goesOn() {
    return !stopping && !isFull();
  }

  private boolean isFull() {
    return size.get() >= MOST_OPERATIONS;
  }

  private void add(Operation operation) {
    history.add(operation);
    size.incrementAndGet();
  }

  private Operation writeOnce(String key, long number, boolean delete) {
    long from = now();
    WriteOutcome outcome =
        delete
            ? table.delete(Key.of(key))
            : table.put(Key.of(key), LoadValue.of(key, number, settings.valueSize()));
    long to = now();
    return switch (outcome) {
      case WriteOutcome.Stored _, WriteOutcome.Deleted _ ->
          write(key, delete, number, from, to, Fate.DONE);
      // The deletion changed nothing, but it has looked: it proves as much as a read that saw no
      // value.
      case WriteOutcome.Missing(var route) ->
          new Operation(
              key,
              Kind.READ,
              0,
              from,
              to,
              Fate.DONE,
              false,
              "a deletion, from " + route.servedBy());
      case WriteOutcome.Unknown _, WriteOutcome.Full _ ->
          write(key, delete, number, from, to, Fate.UNKNOWN);
      case WriteOutcome.ConditionFailed _, WriteOutcome.Rejected _, WriteOutcome.Unavailable _ ->
          write(key, delete, number, from, to, Fate.NOT_DONE);
    };
  }

  private static Operation write(
      String key, boolean delete, long number, long from, long to, Fate fate) {
    return new Operation(key, delete ? Kind.DELETE : Kind.PUT, number, from, to, fate, false, "");
  }

  private Operation readOnce(Table from, String key, boolean last, String name) {
    long start = now();
    ReadOutcome outcome = from.get(Key.of(key));
    long end = now();
    return switch (outcome) {
      case ReadOutcome.Found(var value, var version, var route) -> {
        long number = LoadValue.numberIn(value, key, settings.valueSize());
        String detail =
            told(
                name,
                "version " + version + " from " + route.servedBy() + ", epoch " + route.epoch());
        yield new Operation(key, Kind.READ, number, start, end, Fate.DONE, last, detail);
      }
      case ReadOutcome.Missing(var route) ->
          new Operation(
              key,
              Kind.READ,
              0,
              start,
              end,
              Fate.DONE,
              last,
              told(name, "from " + route.servedBy() + ", epoch " + route.epoch()));
      case ReadOutcome.Rejected(var problem) ->
          new Operation(
              key, Kind.READ, 0, start, end, Fate.NOT_DONE, last, told(name, problem.toString()));
      case ReadOutcome.Unavailable(var reason) ->
          new Operation(key, Kind.READ, 0, start, end, Fate.NOT_DONE, last, told(name, reason));
    };
  }

  private static String told(String name, String text) {
    return name.isEmpty() ? text : "asked at " + name + ", " + text;
  }

  private static long now() {
    return System.nanoTime();
  }
}
