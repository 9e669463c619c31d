package dev.rondel.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerLossTest {

  private static final long SEED = Long.getLong("rondel.crash.seed", System.nanoTime());
  private static final int CUTS = Integer.getInteger("rondel.power.cuts", 40);

  @TempDir Path directory;

  private record Cut(Path copy, long acknowledged) {}

  /**
   * In appends, journals, pages on their way into the image, new segments: wherever a sync had not
   * yet returned.
   */
  @Test
  void whatWasAcknowledgedSurvivesThePower() throws IOException {
    assertThat(wrongAfterCuts(new LosingDisk())).as("seed " + SEED).isEmpty();
  }

  /** The test above would see it. */
  @Test
  void aDiskThatLiesAboutItsSyncsLosesData() throws IOException {
    LosingDisk liar =
        new LosingDisk() {
          @Override
          boolean isSynced() {
            return false;
          }
        };
    assertThat(wrongAfterCuts(liar)).as("seed " + SEED).isNotEmpty();
  }

  /** What is wrong in the directories that power cuts at random moments leave. */
  private List<String> wrongAfterCuts(LosingDisk disk) throws IOException {
    Random random = new Random(SEED);
    Path data = directory.resolve("data");
    AtomicLong acknowledged = new AtomicLong();
    Workload workload = new Workload();
    List<Cut> cuts = Collections.synchronizedList(new ArrayList<>());
    try (PairStore store =
        MapDbPairStore.open(StoreOptions.in(data).withCheckpointBytes(100_000), disk)) {
      disk.beforeSync(
          () -> {
            if (cuts.size() < CUTS && random.nextInt(5) == 0) {
              cuts.add(cut(disk, data, cuts.size(), acknowledged.get(), random));
            }
          });
      Deque<CompletableFuture<Void>> inFlight = new ArrayDeque<>();
      while (cuts.size() < CUTS) {
        long number = workload.next();
        inFlight.add(workload.send(store).thenRun(() -> acknowledged.set(number)));
        if (inFlight.size() > 64) {
          inFlight.remove().join();
        }
      }
      inFlight.forEach(CompletableFuture::join);
      disk.beforeSync(() -> {});
    }
    assertThat(cuts).hasSize(CUTS);
    List<String> wrong = new ArrayList<>();
    for (Cut cut : cuts) {
      try (PairStore store = MapDbPairStore.open(StoreOptions.in(cut.copy()))) {
        String found = new Workload().moveTo(store, cut.acknowledged());
        if (found != null) {
          wrong.add(cut + ": " + found);
        }
      } catch (StoreException damaged) {
        wrong.add(cut + ": " + damaged);
      }
    }
    return wrong;
  }

  private Cut cut(LosingDisk disk, Path data, int number, long acknowledged, Random random) {
    try {
      Path copy = directory.resolve("cut-" + number);
      disk.cutPower(data, copy, random);
      return new Cut(copy, acknowledged);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTornEndOfTheLogIsCutOff() throws IOException {
    Path segment = logOf(100);
    Random random = new Random(SEED);
    byte[] whole = Files.readAllBytes(segment);
    int end = endOfRecords(whole);
    for (int i = 0; i < 50; i++) {
      // The last batch has one record; what is torn is somewhere in it.
      byte[] torn = whole.clone();
      int at = end - 1 - random.nextInt(30);
      java.util.Arrays.fill(torn, at, whole.length, (byte) random.nextInt(256));
      torn[at] = (byte) (whole[at] + 1);
      Files.write(segment, random.nextBoolean() ? torn : java.util.Arrays.copyOf(whole, at));
      try (HeapPairStore store = HeapPairStore.open(StoreOptions.in(directory))) {
        assertThat(store.size().entries()).as("torn at " + at + ", seed " + SEED).isEqualTo(99);
        PairStoreContract.done(store.append(put(100)));
      }
      try (HeapPairStore store = HeapPairStore.open(StoreOptions.in(directory))) {
        assertThat(store.size().entries()).isEqualTo(100);
      }
    }
  }

  @Test
  void damageToWhatWasSyncedIsAnErrorThatNamesFileAndOffset() throws IOException {
    Path segment = logOf(100);
    byte[] whole = Files.readAllBytes(segment);
    int end = endOfRecords(whole);
    Random random = new Random(SEED);
    for (int i = 0; i < 50; i++) {
      int at = random.nextInt(LogSegment.HEAD, end - 200);
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(segment, damaged);
      assertThatThrownBy(() -> HeapPairStore.open(StoreOptions.in(directory)).close())
          .as("damaged at " + at + ", seed " + SEED)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(segment.toString())
          .hasMessageContaining("at offset ");
    }
    Files.write(segment, whole);
    try (HeapPairStore store = HeapPairStore.open(StoreOptions.in(directory))) {
      assertThat(store.size().entries()).isEqualTo(100);
    }
  }

  @Test
  void aMissingSegmentIsAnError() throws IOException {
    try (MapDbPairStore store = MapDbPairStore.open(StoreOptions.in(directory))) {
      PairStoreContract.done(store.append(put(1)));
    }
    for (LogSegment segment : LogSegment.in(directory)) {
      Files.delete(segment.file());
    }
    assertThatThrownBy(() -> MapDbPairStore.open(StoreOptions.in(directory)).close())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void aDamagedValueIsReportedWhenItIsRead() throws IOException {
    String mark = "a value that can be found in the file";
    try (MapDbPairStore store = MapDbPairStore.open(StoreOptions.in(directory))) {
      PairStoreContract.done(
          store.append(
              new PairStore.Change.Put(
                  PairStoreContract.token("a"), PairStoreContract.pair("a", 1, mark))));
      PairStoreContract.done(store.append(put(1)));
    }
    Path image = directory.resolve("pairs");
    int at =
        new String(Files.readAllBytes(image), java.nio.charset.StandardCharsets.ISO_8859_1)
            .indexOf(mark);
    try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {'A'}), at);
    }
    try (MapDbPairStore store = MapDbPairStore.open(StoreOptions.in(directory))) {
      assertThatThrownBy(() -> store.get(PairStoreContract.token("a"), dev.rondel.pair.Key.of("a")))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CORRUPT));
      assertThat(store.get(put(1).token(), put(1).key())).isNotNull();
    }
  }

  /** A log of so many batches of one put. */
  private Path logOf(int puts) throws IOException {
    try (HeapPairStore store = HeapPairStore.open(StoreOptions.in(directory))) {
      for (int i = 1; i <= puts; i++) {
        PairStoreContract.done(store.append(put(i)));
      }
    }
    return LogSegment.in(directory).getLast().file();
  }

  private static PairStore.Change.Put put(int number) {
    String key = "key-" + number;
    return new PairStore.Change.Put(
        PairStoreContract.token(key), PairStoreContract.pair(key, number, "v".repeat(50)));
  }

  private static int endOfRecords(byte[] segment) {
    int end = segment.length;
    while (segment[end - 1] == 0) {
      end--;
    }
    return end;
  }
}
