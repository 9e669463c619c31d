package dev.rondel.testbed.bench;

import dev.rondel.node.store.HeapPairStore;
import dev.rondel.node.store.MapDbPairStore;
import dev.rondel.node.store.StoreOptions;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.Token;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Durable puts and gets per second of the store, beside MapDB's own transactions and beside the
 * ceiling: the same log with a map on the heap. The engines take turns in short rounds and the
 * median of each is printed, with the sync of the same minutes beside it: on a machine that does
 * other things the ratios hold, the figures do not.
 *
 * <p>To be run with {@code --enable-native-access=ALL-UNNAMED
 * --sun-misc-unsafe-memory-access=allow}.
 */
public final class StoreBenchmark {

  private static final int[] WRITERS = {1, 16, 64, 256};
  private static final int READERS = 16;
  private static final int KEYS = 200_000;
  private static final int VALUE_BYTES = 100;

  private final Map<String, Engine> engines;
  private final Path directory;
  private final int rounds;
  private final long roundNanos;

  private StoreBenchmark(Map<String, Engine> engines, Path directory, int rounds, long roundNanos) {
    this.engines = engines;
    this.directory = directory;
    this.rounds = rounds;
    this.roundNanos = roundNanos;
  }

  /**
   * Prints the figures.
   *
   * @param where the stores are made, and stay; null for a temporary directory
   * @param rounds for each figure, of which the median is told
   * @param round how long one takes
   */
  public static void run(@Nullable Path where, int rounds, Duration round) throws IOException {
    Path directory =
        where == null ? Files.createTempDirectory("store") : Files.createDirectories(where);
    Map<String, Engine> engines = new LinkedHashMap<>();
    engines.put(
        "log + MapDB (the store)",
        Engine.of(MapDbPairStore.open(StoreOptions.in(directory.resolve("mapdb")))));
    engines.put(
        "log + heap (the ceiling)",
        Engine.of(HeapPairStore.open(StoreOptions.in(directory.resolve("heap")))));
    engines.put(
        "MapDB's transactions", new MapDbTransactions(directory.resolve("transactions.db")));
    try {
      new StoreBenchmark(engines, directory, rounds, round.toNanos()).run();
    } finally {
      engines.values().forEach(Engine::close);
      if (where == null) {
        delete(directory);
      }
    }
  }

  private void run() throws IOException {
    System.out.printf(
        "%d keys, values of %d B, %d rounds of %d ms for each figure, in %s%n",
        KEYS, VALUE_BYTES, rounds, TimeUnit.NANOSECONDS.toMillis(roundNanos), directory);
    for (Engine engine : engines.values()) {
      fill(engine);
    }
    for (int writers : WRITERS) {
      report(
          "puts/s, " + writers + " writers",
          engine -> perSecond(writers, engine, StoreBenchmark::putOne));
    }
    report(
        "gets/s, " + READERS + " threads",
        engine -> perSecond(READERS, engine, StoreBenchmark::getOne));
  }

  private static void fill(Engine engine) {
    SplittableRandom random = new SplittableRandom(1);
    for (int key = 0; key < KEYS; key += 1_000) {
      IntStream.range(key, key + 1_000)
          .mapToObj(each -> engine.put(token(each), pair(each, random)))
          .toList()
          .forEach(CompletableFuture::join);
    }
  }

  private void report(String what, Function<Engine, Double> measure) throws IOException {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    engines.keySet().forEach(name -> figures.put(name, new ArrayList<>()));
    List<Double> syncs = new ArrayList<>();
    for (int round = -1; round < rounds; round++) {
      syncs.add(syncMicros());
      for (Map.Entry<String, Engine> engine : engines.entrySet()) {
        double figure = measure.apply(engine.getValue());
        if (round >= 0) {
          figures.computeIfAbsent(engine.getKey(), name -> new ArrayList<>()).add(figure);
        }
      }
    }
    double own = median(figures.values().iterator().next());
    System.out.printf("%n%s (one sync: %.0f us)%n", what, median(syncs));
    figures.forEach(
        (name, all) ->
            System.out.printf(
                "  %-26s %,12.0f   the store has %.2f of it%n",
                name, median(all), own / median(all)));
  }

  private double perSecond(int threads, Engine engine, Operation operation) {
    LongAdder done = new LongAdder();
    long start = System.nanoTime();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      SplittableRandom random = new SplittableRandom(start + i);
      Runnable loop =
          () -> {
            while (System.nanoTime() - start < roundNanos) {
              operation.run(engine, random);
              done.increment();
            }
          };
      running.add(Thread.ofPlatform().start(loop));
    }
    for (Thread thread : running) {
      join(thread);
    }
    return done.sum() * 1e9 / (System.nanoTime() - start);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One put or get of a random key. */
  private interface Operation {
    void run(Engine engine, SplittableRandom random);
  }

  private static void putOne(Engine engine, SplittableRandom random) {
    int key = random.nextInt(KEYS);
    engine.put(token(key), pair(key, random)).join();
  }

  private static void getOne(Engine engine, SplittableRandom random) {
    int key = random.nextInt(KEYS);
    if (engine.get(token(key), new Pair(key(key), new Version(0), null, 0)) == null) {
      throw new IllegalStateException("key " + key + " is missing");
    }
  }

  private static Key key(int key) {
    return Key.of("key-" + key);
  }

  private static Token token(int key) {
    SplittableRandom random = new SplittableRandom(key);
    return new Token(random.nextLong(), random.nextLong());
  }

  private static Pair pair(int key, SplittableRandom random) {
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    return new Pair(
        key(key), new Version(random.nextLong(1L << 62)), Value.of(value, Value.BINARY), 0);
  }

  /** The time of a write of 4 KiB and its sync, in a file that has its length already. */
  private double syncMicros() throws IOException {
    Path file = directory.resolve("sync");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1 << 20), 0);
      channel.force(true);
      int syncs = 50;
      long start = System.nanoTime();
      for (int i = 0; i < syncs; i++) {
        channel.write(ByteBuffer.allocate(4096), 4096L * i);
        channel.force(false);
      }
      return (System.nanoTime() - start) / 1e3 / syncs;
    }
  }

  private static double median(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
