package dev.rondel.node.store;

import static dev.rondel.node.store.PairStoreContract.done;
import static dev.rondel.node.store.PairStoreContract.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rondel.node.JavaCommand;
import dev.rondel.node.store.PairStore.Change;
import dev.rondel.node.store.PairStore.Health;
import dev.rondel.pair.Key;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full disks, failing syncs, directories that are in use, unwritable or of another format. */
class DiskTroubleTest {

  @TempDir Path directory;

  /** Room for so many bytes, syncs that fail on demand. */
  private static final class SmallDisk extends Disk {
    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean failsToSync;

    @Override
    void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
      long left = room.addAndGet(-bytes.remaining());
      if (left < 0) {
        int fits = (int) Math.max(0, left + bytes.remaining());
        super.write(file, bytes.slice(bytes.position(), fits), position);
        throw new IOException("No space left on device");
      }
      super.write(file, bytes, position);
    }

    @Override
    void force(FileChannel file) throws IOException {
      if (failsToSync) {
        throw new IOException("Input/output error");
      }
      super.force(file);
    }
  }

  @Test
  void aFullDiskRefusesChangesServesReadsAndHeals() {
    SmallDisk disk = new SmallDisk();
    StoreOptions options = StoreOptions.in(directory).withCheckpointBytes(50_000);
    int stored = 0;
    try (MapDbPairStore store = MapDbPairStore.open(options, disk)) {
      for (int full = 0; full < 5; full++) {
        disk.room.set(3_000_000 + 777L * full);
        StoreException.Kind refused = null;
        while (refused == null) {
          CompletableFuture<Void> future = store.append(put(stored + 1));
          if (failed(future)) {
            refused = refusal(future);
          } else {
            stored++;
          }
        }
        assertThat(refused).isEqualTo(StoreException.Kind.FULL);
        assertThat(store.health()).isEqualTo(Health.FULL);
        assertThat(store.get(put(stored).token(), put(stored).key())).isEqualTo(put(stored).pair());
        assertThat(store.get(put(stored + 1).token(), put(stored + 1).key())).isNull();
        disk.room.set(Long.MAX_VALUE);
        await(() -> store.health() == Health.OK);
        done(store.append(put(++stored)));
        store.checkpoint();
      }
    }
    assertHas(stored);
  }

  @Test
  void aStoreThatWasKilledWhileFullIsWhole() throws IOException {
    SmallDisk disk = new SmallDisk();
    int stored = 0;
    Path copy = directory.resolve("copy");
    Path data = directory.resolve("data");
    try (MapDbPairStore store =
        MapDbPairStore.open(StoreOptions.in(data).withCheckpointBytes(50_000), disk)) {
      disk.room.set(4_000_000);
      while (!failed(store.append(put(stored + 1)))) {
        stored++;
      }
      CrashTest.copy(data, copy);
    }
    try (MapDbPairStore store = MapDbPairStore.open(StoreOptions.in(copy))) {
      assertThat(store.size().entries()).isEqualTo(stored);
    }
  }

  /** A disk on which files grow by so many bytes in all. */
  private static final class CrowdedDisk extends Disk {
    private final AtomicLong room;

    CrowdedDisk(long room) {
      this.room = new AtomicLong(room);
    }

    @Override
    void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
      long growth = Math.max(0, position + bytes.remaining() - file.size());
      if (growth > room.get()) {
        throw new IOException("No space left on device");
      }
      room.addAndGet(-growth);
      super.write(file, bytes, position);
    }
  }

  /** What a checkpoint was about to write must have its room in the image before it counts. */
  @Test
  void aStoreThatFilledItsDiskCanBeOpenedAgain() throws IOException {
    for (int step = 0; step < 12; step++) {
      Path data = directory.resolve("data" + step);
      var disk = new CrowdedDisk(9 << 20);
      int stored = 0;
      try (MapDbPairStore store =
          MapDbPairStore.open(StoreOptions.in(data).withCheckpointBytes(1 << 20), disk)) {
        while (store.health() != Health.FULL) {
          stored += failed(store.append(put(stored + 1))) ? 0 : 1;
        }
        disk.room.addAndGet(step * (512L << 10));
        if (step > 0) {
          await(() -> store.health() == Health.OK);
        }
      }
      Path copy = directory.resolve("copy" + step);
      CrashTest.copy(data, copy);
      disk.room.set(64 << 10);
      try (MapDbPairStore store = MapDbPairStore.open(StoreOptions.in(copy), disk)) {
        assertThat(store.size().entries()).as("step %s", step).isEqualTo(stored);
      }
    }
  }

  @Test
  void aFileSystemThatIsReallyFullIsServedTheSame() throws IOException, InterruptedException {
    Path mount = Files.createDirectory(directory.resolve("mount"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", mount.toString()))
        .as("may mount a small file system (is root)")
        .isZero();
    try {
      Path ballast = mount.resolve("ballast");
      Files.write(ballast, new byte[3 << 20]);
      int stored = 0;
      Path data = mount.resolve("data");
      try (MapDbPairStore store =
          MapDbPairStore.open(StoreOptions.in(data).withCheckpointBytes(1 << 20))) {
        // A checkpoint may make room once more after the first refusal.
        while (store.health() != Health.FULL) {
          stored += failed(store.append(put(stored + 1))) ? 0 : 1;
        }
        for (int i = 1; i <= stored; i += 50) {
          assertThat(store.get(put(i).token(), put(i).key())).isEqualTo(put(i).pair());
        }
        Files.delete(ballast);
        await(() -> store.health() == Health.OK);
        done(store.append(put(++stored)));
      }
      try (MapDbPairStore store = MapDbPairStore.open(StoreOptions.in(data))) {
        assertThat(store.size().entries()).isEqualTo(stored);
      }
    } finally {
      // Lazily: the image stays mapped until its buffers are collected.
      run("umount", "-l", mount.toString());
    }
  }

  @Test
  void aFailedSyncIsNeverTriedAgain() {
    SmallDisk disk = new SmallDisk();
    try (MapDbPairStore store = MapDbPairStore.open(StoreOptions.in(directory), disk)) {
      done(store.append(put(1)));
      disk.failsToSync = true;
      assertThat(refusal(store.append(put(2)))).isEqualTo(StoreException.Kind.FAILED);
      disk.failsToSync = false;
      assertThat(refusal(store.append(put(3)))).isEqualTo(StoreException.Kind.FAILED);
      assertThat(store.health()).isEqualTo(Health.FAILED);
      assertThat(store.get(put(1).token(), put(1).key())).isEqualTo(put(1).pair());
      assertThatThrownBy(store::checkpoint).isInstanceOf(StoreException.class);
    }
    try (MapDbPairStore store = MapDbPairStore.open(StoreOptions.in(directory))) {
      assertThat(store.get(put(1).token(), put(1).key())).isEqualTo(put(1).pair());
      assertThat(store.get(put(3).token(), put(3).key())).isNull();
    }
  }

  @Test
  void aDirectoryBelongsToOneStore() {
    try (MapDbPairStore store = MapDbPairStore.open(StoreOptions.in(directory))) {
      assertThat(store.health()).isEqualTo(Health.OK);
      assertUnavailable("in use");
    }
    assertHas(0);
  }

  @Test
  void aDirectoryOfAnotherProcessIsRefused() throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(JavaCommand.of(CrashWriter.class, directory.toString(), "0")).start();
    try {
      assertThat(writer.inputReader().readLine()).isNotNull();
      assertUnavailable("in use");
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  @Test
  void anotherFormatIsRefused() throws IOException {
    assertHas(0);
    Files.writeString(directory.resolve("format"), "rondel store, format 99\n");
    assertUnavailable("format 99");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsRefused() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Path readOnly = Files.createDirectory(directory.resolve("readonly"));
    Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-x------"));
    assertThatThrownBy(() -> MapDbPairStore.open(StoreOptions.in(file)).close())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
    if (!Files.isWritable(readOnly)) {
      assertThatThrownBy(() -> MapDbPairStore.open(StoreOptions.in(readOnly)).close())
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(readOnly.toString());
    }
  }

  private void assertUnavailable(String reason) {
    assertThatThrownBy(() -> MapDbPairStore.open(StoreOptions.in(directory)).close())
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE))
        .hasMessageContaining(directory.toString())
        .hasMessageContaining(reason);
  }

  private void assertHas(int stored) {
    try (MapDbPairStore store = MapDbPairStore.open(StoreOptions.in(directory))) {
      assertThat(store.size().entries()).isEqualTo(stored);
      for (int i = 1; i <= stored; i++) {
        assertThat(store.get(put(i).token(), put(i).key())).isEqualTo(put(i).pair());
      }
    }
  }

  private static boolean failed(CompletableFuture<Void> future) {
    try {
      done(future);
      return false;
    } catch (CompletionException e) {
      return true;
    }
  }

  private static Change.Put put(int number) {
    Key key = Key.of("key-" + number);
    return new Change.Put(
        PairStoreContract.token(key), PairStoreContract.pair(key, number, new byte[5_000]));
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException noSuchCommand) {
      return 1;
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 30 s").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
