package dev.rondel.testbed.check;

import dev.rondel.client.WriteOutcome;
import dev.rondel.pair.Key;
import dev.rondel.testbed.history.CounterExample;
import dev.rondel.testbed.load.ContinuousLoad;
import dev.rondel.testbed.load.LoadResult;
import dev.rondel.testbed.load.LoadSettings;
import dev.rondel.testbed.load.OneNodeTable;
import dev.rondel.testbed.terminal.Progress;
import dev.rondel.testbed.verify.Crew;
import dev.rondel.testbed.verify.Target;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Puts a load on a cluster that others may be using, on keys of its own, and judges what its
 * clients were answered.
 */
public final class CheckRun {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int CLEANERS = 8;

  private final Target target;
  private final LoadSettings settings;
  private final Duration duration;
  private final AtomicBoolean stop;
  private final Progress progress;

  /**
   * @param settings of the load; there is at least one client for each node
   * @param stop once it is true, the load ends, and what it saw is judged
   */
  public CheckRun(
      Target target,
      LoadSettings settings,
      Duration duration,
      AtomicBoolean stop,
      Progress progress) {
    this.target = target;
    this.settings = settings;
    this.duration = duration;
    this.stop = stop;
    this.progress = progress;
  }

  /**
   * @throws IOException where the nodes are not known
   */
  public CheckReport run() throws IOException {
    List<OneNodeTable> tables =
        target.doors(target.client().refresh()).stream()
            .map(door -> new OneNodeTable(door.name(), door.endpoint(), target.timeout()))
            .toList();
    var random = new SecureRandom();
    String prefix = "check-" + Long.toString(random.nextLong(1L << 40), Character.MAX_RADIX);
    int clients = Math.max(settings.clients(), tables.size());
    var startedAt = Instant.now();
    var load =
        ContinuousLoad.start(tables, settings.withClients(clients), prefix, random.nextLong());
    try (load) {
      watch(load);
    }
    progress.say("judging %,d operations".formatted(load.operations()));
    LoadResult result = load.judge(tables);
    List<String> left = delete(load.keys(), result);
    progress.close();
    return new CheckReport(
        tables.stream().map(OneNodeTable::name).toList(), clients, startedAt, result, left);
  }

  private void watch(ContinuousLoad load) {
    long start = System.nanoTime();
    for (long now = start;
        now - start < duration.toNanos() && !stop.get();
        now = System.nanoTime()) {
      progress.say(
          "%,d of %,d s: %,d operations"
              .formatted(
                  TimeUnit.NANOSECONDS.toSeconds(now - start),
                  duration.toSeconds(),
                  load.operations()));
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /**
   * Those that are wrong are left, for a look. So are the rest once one cannot be deleted. Returns
   * what is still there.
   */
  private List<String> delete(List<String> keys, LoadResult result) {
    Set<String> wrong =
        result.verdict().wrong().stream().map(CounterExample::key).collect(Collectors.toSet());
    Set<String> gone = ConcurrentHashMap.newKeySet();
    var crew = new Crew(CLEANERS, new AtomicBoolean());
    crew.each(
        keys.stream().filter(key -> !wrong.contains(key)).toList(),
        key -> {
          WriteOutcome outcome = target.client().delete(Key.of(key));
          if (outcome instanceof WriteOutcome.Deleted || outcome instanceof WriteOutcome.Missing) {
            gone.add(key);
          } else {
            crew.stop().set(true);
          }
        });
    return keys.stream().filter(key -> !gone.contains(key)).toList();
  }
}
