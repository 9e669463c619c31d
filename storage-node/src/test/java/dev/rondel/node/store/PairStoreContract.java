package dev.rondel.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rondel.node.store.PairStore.Change;
import dev.rondel.node.store.PairStore.Entry;
import dev.rondel.node.store.PairStore.Health;
import dev.rondel.node.store.PairStore.Position;
import dev.rondel.node.store.PairStore.Scan;
import dev.rondel.node.store.PairStore.Size;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine of {@link PairStore} does. */
abstract class PairStoreContract {

  static final TokenRange RING = new TokenRange(Token.MIN, Token.MIN);

  @TempDir Path directory;
  PairStore store;
  private final Queue<CompletableFuture<Void>> sent = new ConcurrentLinkedQueue<>();

  /** Opens the store of the directory. */
  abstract PairStore open(Path directory);

  /** Whether the pairs are there again when the store is opened again. */
  abstract boolean keepsPairs();

  @BeforeEach
  void openStore() {
    store = open(directory);
  }

  @AfterEach
  void closeStore() {
    store.close();
    sent.forEach(PairStoreContract::done);
  }

  // Get, put, erase.

  @Test
  void aKeyThatWasNeverPutIsNotThere() {
    assertThat(get("a")).isNull();
  }

  @Test
  void whatWasPutIsThereWhenTheFutureCompletes() {
    Pair pair = pair("a", 1, "x");
    done(store.append(new Change.Put(token("a"), pair)));
    assertThat(get("a")).isEqualTo(pair);
  }

  @Test
  void aPutReplacesWhatIsThereWhateverItsVersion() {
    put("a", 7, "new");
    put("a", 3, "old");
    assertThat(get("a")).isEqualTo(pair("a", 3, "old"));
  }

  @Test
  void everyPartOfAPairIsKept() {
    Value value = Value.of(new byte[] {0, -1, 10, 13}, "text/plain; charset=utf-8", 0xCAFEBABE);
    Pair pair = new Pair(Key.of("a"), Version.of(12, 34), value, 1_700_000_000_123L);
    done(store.append(new Change.Put(token("a"), pair)));
    assertThat(get("a")).isEqualTo(pair);
  }

  @Test
  void aTombstoneIsKeptLikeAValue() {
    put("a", 1, "x");
    Pair tombstone = Pair.tombstone(Key.of("a"), new Version(2));
    done(store.append(new Change.Put(token("a"), tombstone)));
    assertThat(get("a")).isEqualTo(tombstone);
  }

  @Test
  void anExpiredPairIsKeptUntilItIsErased() {
    Pair expired = new Pair(Key.of("a"), new Version(1), Value.of(new byte[1], Value.BINARY), 1);
    done(store.append(new Change.Put(token("a"), expired)));
    assertThat(get("a")).isEqualTo(expired);
  }

  @Test
  void eraseForgetsTheVersionThatItNames() {
    put("a", 5, "x");
    done(store.append(new Change.Erase(token("a"), Key.of("a"), new Version(5))));
    assertThat(get("a")).isNull();
  }

  @Test
  void eraseLeavesEveryOtherVersion() {
    put("a", 5, "x");
    done(store.append(new Change.Erase(token("a"), Key.of("a"), new Version(4))));
    done(store.append(new Change.Erase(token("b"), Key.of("b"), new Version(4))));
    assertThat(get("a")).isEqualTo(pair("a", 5, "x"));
  }

  @Test
  void keysThatAreNotTextAreDifferentWhereAnyByteIs() {
    List<Key> keys =
        List.of(
            Key.of(new byte[] {0}),
            Key.of(new byte[] {0, 0}),
            Key.of(new byte[] {-1}),
            Key.of(new byte[] {-1, 0}),
            Key.of(new byte[] {127}),
            Key.of(new byte[] {-128}));
    Token same = new Token(1, 1);
    for (int i = 0; i < keys.size(); i++) {
      done(store.append(new Change.Put(same, pair(keys.get(i), i + 1, new byte[] {(byte) i}))));
    }
    for (int i = 0; i < keys.size(); i++) {
      assertThat(store.get(same, keys.get(i)))
          .isEqualTo(pair(keys.get(i), i + 1, new byte[] {(byte) i}));
    }
    assertThat(store.scan(RING, null, 100, false).entries())
        .extracting(entry -> entry.pair().key())
        .isEqualTo(keys.stream().sorted().toList());
  }

  @Test
  void theSameKeyUnderTwoTokensIsTwoPairs() {
    Key key = Key.of("a");
    done(store.append(new Change.Put(new Token(1, 0), pair(key, 1, new byte[1]))));
    done(store.append(new Change.Put(new Token(2, 0), pair(key, 2, new byte[2]))));
    assertThat(store.get(new Token(1, 0), key)).isEqualTo(pair(key, 1, new byte[1]));
    assertThat(store.get(new Token(2, 0), key)).isEqualTo(pair(key, 2, new byte[2]));
    assertThat(store.get(new Token(3, 0), key)).isNull();
  }

  @Test
  void keysOfOneTo1024BytesAndValuesOfZeroTo1MiBAreKept() {
    Random random = new Random(1);
    int[] keySizes = {1, 2, 15, 16, 17, 255, 256, 1023, 1024};
    int[] valueSizes = {0, 1, 4, 5, 6, 100, 4095, 65_480, 65_510, 65_535, 65_536, 131_072, 1 << 20};
    Map<Key, Pair> expected = new HashMap<>();
    for (int keySize : keySizes) {
      for (int valueSize : valueSizes) {
        byte[] key = new byte[keySize];
        random.nextBytes(key);
        byte[] value = new byte[valueSize];
        random.nextBytes(value);
        Pair pair = pair(Key.of(key), 1, value);
        expected.put(pair.key(), pair);
        send(new Change.Put(token(pair.key()), pair));
      }
    }
    done(store.append(new Change.Put(token("last"), pair("last", 1, ""))));
    expected.forEach((key, pair) -> assertThat(store.get(token(key), key)).isEqualTo(pair));
  }

  @Test
  void aValueMayGrowAndShrink() {
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      byte[] value = new byte[random.nextInt(200_000) >> random.nextInt(18)];
      random.nextBytes(value);
      done(store.append(new Change.Put(token("a"), pair(Key.of("a"), i, value))));
      assertThat(get("a")).isEqualTo(pair(Key.of("a"), i, value));
    }
  }

  // Order.

  @Test
  void changesOfAKeyTakeEffectInTheOrderOfTheCalls() {
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 1; i <= 5_000; i++) {
      futures.add(store.append(new Change.Put(token("a"), pair("a", i, "v" + i))));
    }
    done(futures.getLast());
    assertThat(get("a")).isEqualTo(pair("a", 5_000, "v5000"));
    futures.forEach(PairStoreContract::done);
  }

  @Test
  void aReaderNeverSeesAKeyGoBack() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    Thread reader =
        new Thread(
            () -> {
              long seen = 0;
              while (!stop.get()) {
                Pair pair = get("a");
                long version = pair == null ? 0 : pair.version().value();
                if (version < seen) {
                  wrong.add(seen + " then " + version);
                }
                seen = version;
              }
            });
    reader.start();
    CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    for (int i = 1; i <= 5_000; i++) {
      last = store.append(new Change.Put(token("a"), pair("a", i, "v" + i)));
    }
    done(last);
    stop.set(true);
    reader.join();
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatHangsOnAFutureMayUseTheStore() {
    CompletableFuture<Void> chain =
        store
            .append(new Change.Put(token("a"), pair("a", 1, "x")))
            .thenCompose(
                ignored -> {
                  assertThat(get("a")).isNotNull();
                  return store.append(new Change.Put(token("b"), pair("b", 1, "y")));
                });
    done(chain);
    assertThat(get("b")).isEqualTo(pair("b", 1, "y"));
  }

  @Test
  void manyWritersAndReadersAtOnceLoseNothing() throws InterruptedException {
    List<Thread> writers = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int w = 0; w < 8; w++) {
      String prefix = "w" + w + "-";
      Runnable work =
          () -> {
            List<CompletableFuture<Void>> futures = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
              futures.add(
                  store.append(
                      new Change.Put(token(prefix + i), pair(prefix + i, i + 1, "v" + i))));
              get(prefix + i / 2);
            }
            futures.forEach(PairStoreContract::done);
          };
      Thread thread = new Thread(work);
      thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
      thread.start();
      writers.add(thread);
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(failures).isEmpty();
    for (int w = 0; w < 8; w++) {
      for (int i = 0; i < 500; i++) {
        assertThat(get("w" + w + "-" + i)).isEqualTo(pair("w" + w + "-" + i, i + 1, "v" + i));
      }
    }
    assertThat(store.size().entries()).isEqualTo(8 * 500);
  }

  // Scans.

  @Test
  void aScanGivesTheArcInOrder() {
    putAt(10, 20, 30, 40, 50);
    assertThat(highs(scanAll(arc(20, 40), 100))).containsExactly(30L, 40L);
    assertThat(highs(scanAll(arc(0, 100), 100))).containsExactly(10L, 20L, 30L, 40L, 50L);
    assertThat(highs(scanAll(arc(50, 60), 100))).isEmpty();
  }

  @Test
  void aScanOfAnArcOverTheTopBeginsAtItsStart() {
    putAt(10, 20, -30, -20);
    assertThat(highs(scanAll(arc(-25, 10), 100))).containsExactly(-20L, 10L);
    assertThat(highs(scanAll(arc(15, 12), 100))).containsExactly(20L, -30L, -20L, 10L);
    assertThat(highs(scanAll(arc(20, 20), 100))).containsExactly(-30L, -20L, 10L, 20L);
    assertThat(highs(scanAll(new TokenRange(Token.MAX, new Token(10, 0)), 100)))
        .containsExactly(10L);
  }

  @Test
  void theEndsOfTheRingBelongToTheirArcs() {
    done(store.append(new Change.Put(Token.MIN, pair("min", 1, ""))));
    done(store.append(new Change.Put(Token.MAX, pair("max", 1, ""))));
    assertThat(keys(scanAll(new TokenRange(Token.MAX, Token.MIN), 9))).containsExactly("min");
    assertThat(keys(scanAll(new TokenRange(Token.MIN, Token.MAX), 9))).containsExactly("max");
    assertThat(keys(scanAll(new TokenRange(Token.MAX, Token.MAX), 9)))
        .containsExactly("min", "max");
    assertThat(keys(scanAll(RING, 9))).containsExactly("max", "min");
  }

  @Test
  void aScanGoesOnAfterItsPosition() {
    Random random = new Random(3);
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Token token = new Token(random.nextLong(), random.nextLong());
      tokens.add(token);
      for (String key : List.of("a", "b")) {
        send(new Change.Put(token, pair(Key.of(key), 1, new byte[0])));
      }
    }
    done(store.append(new Change.Put(tokens.getFirst(), pair("a", 1, ""))));
    for (int i = 0; i < 20; i++) {
      TokenRange range = new TokenRange(tokens.get(i), tokens.get(random.nextInt(300)));
      List<Entry> whole = scanAll(range, 1_000);
      for (int limit : new int[] {1, 7, 64}) {
        assertThat(scanAll(range, limit)).isEqualTo(whole);
      }
      Comparator<Token> fromStart =
          Comparator.comparingDouble(token -> token.shareAfter(range.after()));
      List<Token> expected =
          tokens.stream()
              .filter(range::contains)
              .sorted(fromStart)
              .filter(t -> !t.equals(range.after()))
              .toList();
      assertThat(new HashSet<>(whole.stream().map(Entry::token).toList()))
          .isEqualTo(new HashSet<>(tokens.stream().filter(range::contains).toList()));
      assertThat(
              whole.stream()
                  .map(Entry::token)
                  .filter(t -> !t.equals(range.after()))
                  .distinct()
                  .toList())
          .isEqualTo(expected);
    }
  }

  @Test
  void aScanIsDoneOnlyWhereNothingIsLeft() {
    putAt(1, 2, 3);
    assertThat(store.scan(arc(0, 10), null, 2, true).done()).isFalse();
    assertThat(store.scan(arc(0, 10), null, 3, true).done()).isTrue();
    assertThat(store.scan(arc(0, 10), new Position(new Token(3, 0), Key.of("k3")), 3, true))
        .isEqualTo(new Scan(List.of(), List.of(), true));
  }

  @Test
  void aPositionOutsideTheArcIsRefused() {
    assertThatThrownBy(
            () -> store.scan(arc(0, 10), new Position(new Token(11, 0), Key.of("a")), 1, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aScanWithoutValuesGivesTheirSizes() {
    Value value = Value.of(new byte[1234], "text/css", 5);
    done(store.append(new Change.Put(token("a"), new Pair(Key.of("a"), new Version(3), value, 9))));
    done(store.append(new Change.Put(token("b"), Pair.tombstone(Key.of("b"), new Version(4)))));
    for (Entry entry : store.scan(RING, null, 10, false).entries()) {
      if (entry.pair().isTombstone()) {
        assertThat(entry)
            .isEqualTo(new Entry(token("b"), Pair.tombstone(Key.of("b"), new Version(4)), 0));
      } else {
        Value empty = Value.of(new byte[0], "text/css", 5);
        assertThat(entry)
            .isEqualTo(
                new Entry(token("a"), new Pair(Key.of("a"), new Version(3), empty, 9), 1234));
      }
    }
    assertThat(store.scan(RING, null, 10, true).entries()).hasSize(2);
  }

  @Test
  void aScanSeesWhatWasThereWhateverHappensMeanwhile() throws InterruptedException {
    int stable = 2_000;
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < stable; i++) {
      futures.add(store.append(new Change.Put(token("s" + i), pair("s" + i, 1, "x"))));
    }
    futures.forEach(PairStoreContract::done);
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 1; !stop.get(); i++) {
                String key = "t" + i % 500;
                send(new Change.Put(token(key), pair(key, i, "y".repeat(i % 300))));
                done(store.append(new Change.Erase(token(key), Key.of(key), new Version(i))));
                String churned = "s" + i % stable;
                send(new Change.Erase(token(churned), Key.of(churned), new Version(1)));
                done(store.append(new Change.Put(token(churned), pair(churned, 1, "x"))));
              }
            });
    writer.start();
    try {
      for (int round = 0; round < 20; round++) {
        List<Entry> entries = scanAll(RING, 100);
        Set<String> seen = new HashSet<>(keys(entries));
        assertThat(seen).hasSize(entries.size());
        // A key that is erased at this moment may be missing; everything else is there.
        assertThat(seen.stream().filter(key -> key.startsWith("s")).count())
            .isGreaterThanOrEqualTo(stable - 40);
      }
    } finally {
      stop.set(true);
      writer.join();
    }
    assertThat(keys(scanAll(RING, 100)).stream().filter(key -> key.startsWith("s")).count())
        .isEqualTo(stable);
  }

  // Ranges.

  @Test
  void dropRangeRemovesItsPairsAndNoOther() {
    putAt(10, 20, 30, -40, -50);
    done(store.dropRange(arc(10, 30)));
    assertThat(highs(scanAll(arc(0, 0), 9))).containsExactly(10L, -50L, -40L);
    done(store.dropRange(arc(-45, 10)));
    assertThat(highs(scanAll(arc(0, 0), 9))).containsExactly(-50L);
    assertThat(store.size().entries()).isEqualTo(1);
  }

  @Test
  void dropRangeTakesEffectInTheOrderOfTheCalls() {
    send(new Change.Put(token("a"), pair("a", 1, "before")));
    CompletableFuture<Void> dropped = store.dropRange(RING);
    CompletableFuture<Void> last = store.append(new Change.Put(token("b"), pair("b", 1, "after")));
    done(last);
    assertThat(dropped).isCompleted();
    assertThat(get("a")).isNull();
    assertThat(get("b")).isNotNull();
  }

  @Test
  void dropRangeOfManyPairsLeavesTheRest() {
    int count = 5_000;
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      futures.add(store.append(new Change.Put(token("k" + i), pair("k" + i, 1, "value"))));
    }
    futures.forEach(PairStoreContract::done);
    TokenRange half = new TokenRange(Token.MIN, new Token(Long.MAX_VALUE, -1));
    long inHalf = scanAll(half, 10_000).size();
    done(store.dropRange(half));
    assertThat(scanAll(half, 100)).isEmpty();
    assertThat(scanAll(RING, 10_000)).hasSize((int) (count - inHalf));
    assertThat(store.size().entries()).isEqualTo(count - inHalf);
  }

  @Test
  void sizesCountValuesAndTheBytesOfKeysAndValues() {
    assertThat(store.size()).isEqualTo(new Size(0, 0));
    put("a", 1, "12345");
    put("bb", 1, "123");
    assertThat(store.size()).isEqualTo(new Size(2, 11));
    put("a", 2, "1");
    assertThat(store.size()).isEqualTo(new Size(2, 7));
    done(store.append(new Change.Put(token("a"), Pair.tombstone(Key.of("a"), new Version(3)))));
    assertThat(store.size()).isEqualTo(new Size(1, 5));
    done(store.append(new Change.Erase(token("a"), Key.of("a"), new Version(3))));
    done(store.append(new Change.Erase(token("bb"), Key.of("bb"), new Version(1))));
    assertThat(store.size()).isEqualTo(new Size(0, 0));
  }

  @Test
  void sizesOfSmallRangesAreExactAndOfLargeOnesClose() {
    Random random = new Random(4);
    int count = 20_000;
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    TreeMap<Token, Integer> expected = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Token token = new Token(random.nextLong(), random.nextLong());
      expected.put(token, 1);
      futures.add(store.append(new Change.Put(token, pair("k" + i, 1, "0123456789"))));
    }
    futures.forEach(PairStoreContract::done);
    for (int i = 0; i < 50; i++) {
      TokenRange range =
          new TokenRange(new Token(random.nextLong(), 0), new Token(random.nextLong(), 0));
      long truth = expected.keySet().stream().filter(range::contains).count();
      assertThat(store.sizeOf(range).entries()).isEqualTo(truth);
    }
    assertThat(store.sizeOf(RING)).isEqualTo(store.size());
    assertThat(store.size().entries()).isEqualTo(count);
  }

  // Against a model.

  @Test
  void anySequenceOfChangesLeavesWhatASortedMapHas() {
    for (long seed = 1; seed <= 5; seed++) {
      agreesWithAModel(seed);
    }
  }

  private void agreesWithAModel(long seed) {
    Random random = new Random(seed);
    TreeMap<Position, Pair> model =
        new TreeMap<>(Comparator.comparing(Position::token).thenComparing(Position::key));
    done(store.dropRange(RING));
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 1; i <= 4_000; i++) {
      String key = "k" + random.nextInt(700);
      Position at = new Position(token(key), Key.of(key));
      int dice = random.nextInt(1_000);
      if (dice < 650) {
        Pair pair = pair(key, i, "v".repeat(random.nextInt(random.nextInt(20) == 0 ? 5_000 : 120)));
        model.put(at, pair);
        futures.add(store.append(new Change.Put(at.token(), pair)));
      } else if (dice < 995) {
        Pair there = model.get(at);
        Version version = there != null && random.nextInt(4) > 0 ? there.version() : new Version(i);
        if (there != null && there.version().equals(version)) {
          model.remove(at);
        }
        futures.add(store.append(new Change.Erase(at.token(), at.key(), version)));
      } else {
        Token start = new Token(random.nextLong(), 0);
        TokenRange range =
            new TokenRange(start, new Token(start.high() + (random.nextLong() >>> 4), 0));
        model.keySet().removeIf(position -> range.contains(position.token()));
        futures.add(store.dropRange(range));
      }
      if (random.nextInt(1_500) == 0) {
        store.checkpoint();
      }
    }
    futures.forEach(PairStoreContract::done);
    assertMatches(model, seed);
    if (keepsPairs()) {
      store.close();
      store = open(directory);
      assertMatches(model, seed);
    }
  }

  private void assertMatches(Map<Position, Pair> model, long seed) {
    List<Entry> expected =
        model.entrySet().stream()
            .map(e -> new Entry(e.getKey().token(), e.getValue(), value(e.getValue()).size()))
            .toList();
    List<Entry> entries = scanAll(new TokenRange(Token.MAX, Token.MAX), 300);
    assertThat(entries).as("seed " + seed).isEqualTo(expected);
    assertThat(store.size().entries()).as("seed " + seed).isEqualTo(model.size());
    model.forEach((at, pair) -> assertThat(store.get(at.token(), at.key())).isEqualTo(pair));
  }

  // Life.

  @Test
  void everythingIsThereAfterOpeningAgain() {
    assumeThat(keepsPairs()).isTrue();
    for (int i = 0; i < 1_000; i++) {
      send(new Change.Put(token("k" + i), pair("k" + i, i + 1, "v" + i)));
    }
    done(store.append(new Change.Erase(token("k7"), Key.of("k7"), new Version(8))));
    Size size = store.size();
    store.close();
    store = open(directory);
    assertThat(get("k7")).isNull();
    assertThat(get("k8")).isEqualTo(pair("k8", 9, "v8"));
    assertThat(store.size()).isEqualTo(size);
    put("k7", 1, "again");
    store.checkpoint();
    store.close();
    store = open(directory);
    assertThat(get("k7")).isEqualTo(pair("k7", 1, "again"));
    assertThat(scanAll(RING, 100)).hasSize(1_000);
  }

  @Test
  void aStoreIsWell() {
    put("a", 1, "x");
    assertThat(store.health()).isEqualTo(Health.OK);
  }

  @Test
  void closingDoesWhatWaits() {
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      futures.add(store.append(new Change.Put(token("k" + i), pair("k" + i, 1, "x"))));
    }
    store.close();
    assertThat(futures)
        .allMatch(CompletableFuture::isDone)
        .noneMatch(CompletableFuture::isCompletedExceptionally);
  }

  @Test
  void aClosedStoreRefusesEverything() {
    store.close();
    store.close();
    assertThat(refusal(store.append(new Change.Put(token("a"), pair("a", 1, "x")))))
        .isEqualTo(StoreException.Kind.CLOSED);
    assertThat(refusal(store.dropRange(RING))).isEqualTo(StoreException.Kind.CLOSED);
    assertThatThrownBy(() -> get("a"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> scanAll(RING, 1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store.size())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store.checkpoint())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
  }

  // Words of the tests.

  static StoreException.Kind refusal(CompletableFuture<Void> future) {
    try {
      done(future);
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException refused) {
        return refused.kind();
      }
      throw e;
    }
    throw new AssertionError("not refused");
  }

  static void done(CompletableFuture<Void> future) {
    future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  static Token token(String key) {
    return token(Key.of(key));
  }

  static Token token(Key key) {
    Random random = new Random(key.hashCode() * 0x9E3779B97F4A7C15L + key.size());
    return new Token(random.nextLong(), random.nextLong());
  }

  static Pair pair(String key, long version, String value) {
    return pair(Key.of(key), version, value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  static Pair pair(Key key, long version, byte[] value) {
    return new Pair(key, new Version(version), Value.of(value, Value.BINARY), 0);
  }

  private static Value value(Pair pair) {
    Value value = pair.value();
    return value == null ? Value.of(new byte[0], Value.BINARY) : value;
  }

  void put(String key, long version, String value) {
    done(store.append(new Change.Put(token(key), pair(key, version, value))));
  }

  /** Appends, and lets {@link #closeStore} see whether it was done. */
  void send(Change change) {
    sent.add(store.append(change));
  }

  /** A pair "k…" at the token of each upper half. */
  private void putAt(long... highs) {
    for (long high : highs) {
      done(store.append(new Change.Put(new Token(high, 0), pair("k" + high, 1, "v"))));
    }
  }

  private static TokenRange arc(long after, long to) {
    return new TokenRange(new Token(after, 0), new Token(to, 0));
  }

  @Nullable Pair get(String key) {
    return store.get(token(key), Key.of(key));
  }

  List<Entry> scanAll(TokenRange range, int limit) {
    List<Entry> all = new ArrayList<>();
    Position after = null;
    while (true) {
      Scan scan = store.scan(range, after, limit, true);
      all.addAll(scan.entries());
      if (scan.done()) {
        return all;
      }
      after = scan.entries().getLast().position();
    }
  }

  private static List<Long> highs(List<Entry> entries) {
    return entries.stream().map(entry -> entry.token().high()).toList();
  }

  static List<String> keys(List<Entry> entries) {
    return entries.stream().map(entry -> entry.pair().key().toString()).toList();
  }
}
