package dev.rondel.node.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.rondel.node.files.FileStore.ChunkPlace;
import dev.rondel.node.files.FileStore.LocalChunk;
import dev.rondel.node.files.Uploads.OutOfPlaceException;
import dev.rondel.node.files.Uploads.Progress;
import dev.rondel.node.files.Uploads.WrongContentException;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.wire.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStoreTest {

  private static final int CHUNK = FileStore.CHUNK;
  private static final FileName NAME = new FileName("docs/plan");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final TroubledGateway gateway = new TroubledGateway();
  private final FileStore files = new FileStore(gateway, Duration.ofSeconds(10), now::get);

  @AfterEach
  void close() {
    files.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 9 * CHUNK + 7})
  void aFileIsReadAsItWasWritten(int size) throws IOException {
    byte[] content = content(1, size);

    StoredFile stored = put(content, Condition.ALWAYS);

    assertThat(files.get(NAME).manifest()).isEqualTo(stored.manifest());
    assertThat(stored.manifest().size()).isEqualTo(size);
    assertThat(stored.manifest().sha256()).isEqualTo(sha256(content));
    assertThat(stored.manifest().chunks()).isEqualTo((size + CHUNK - 1) / CHUNK);
    assertThat(read(stored, 0, size)).isEqualTo(content);
    assertThat(read(stored, size / 3, size / 2))
        .isEqualTo(Arrays.copyOfRange(content, size / 3, size / 2));
  }

  @Test
  void fourChunksAtMostAreOnTheirWay() throws IOException {
    byte[] content = content(1, 40 * CHUNK);

    StoredFile stored = put(content, Condition.ALWAYS);
    read(stored, 0, content.length);

    assertThat(gateway.mostUnderWay()).isBetween(1, Lanes.WIDTH);
  }

  @Test
  void aBodyThatBreaksOffLeavesTheOldFileAndNoChunks() throws IOException {
    byte[] old = content(1, CHUNK);
    StoredFile stored = put(old, Condition.ALWAYS);
    int pairs = gateway.table.size();
    var breaking =
        new SequenceInputStream(
            new ByteArrayInputStream(content(2, 6 * CHUNK)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("gone");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
              }
            });

    try (Draft draft = files.begin(NAME)) {
      assertThatThrownBy(() -> draft.write(breaking)).hasMessage("gone");
    }

    assertThat(files.get(NAME)).isEqualTo(stored);
    await().atMost(PATIENCE).until(() -> gateway.table.size() == pairs);
    assertThat(read(stored, 0, CHUNK)).isEqualTo(old);
  }

  @Test
  void whatWasReplacedIsDeletedAndItsReadersGetNoWrongBytes() throws IOException {
    StoredFile former = put(content(1, 9 * CHUNK), Condition.ALWAYS);
    byte[] content = content(2, 5 * CHUNK);

    StoredFile stored = put(content, Condition.ALWAYS);

    // manifest, record of the part, chunks
    await().atMost(PATIENCE).until(() -> gateway.table.size() == 2 + 5);
    assertThat(read(stored, 0, content.length)).isEqualTo(content);
    assertThatThrownBy(() -> read(former, 0, 10)).isInstanceOf(BrokenFileException.class);
  }

  @Test
  void whoWritesAtTheSameTimeNeverMixes() throws IOException {
    byte[] one = content(1, 3 * CHUNK);
    byte[] other = content(2, 3 * CHUNK);
    try (Draft first = files.begin(NAME);
        Draft second = files.begin(NAME)) {
      first.write(new ByteArrayInputStream(one));
      second.write(new ByteArrayInputStream(other));

      files.commit(second, "b/b", new Condition.IfAbsent());
      assertThat(read(files.get(NAME), 0, other.length)).isEqualTo(other);
      assertThatThrownBy(() -> files.commit(first, "a/a", new Condition.IfAbsent()))
          .isInstanceOfSatisfying(
              FileTrouble.class,
              trouble -> assertThat(trouble.outcome()).isInstanceOf(Outcome.ConditionFailed.class));
      files.commit(first, "a/a", Condition.ALWAYS);
    }
    assertThat(read(files.get(NAME), 0, one.length)).isEqualTo(one);
    await().atMost(PATIENCE).until(() -> gateway.table.size() == 2 + 3);
  }

  @Test
  void conditionsAreOfTheVersionOfTheFile() throws IOException {
    StoredFile stored = put(content(1, 10), new Condition.IfAbsent());

    assertThat(put(content(2, 10), new Condition.IfVersion(stored.version())).version())
        .isGreaterThan(stored.version());
    assertThatThrownBy(() -> files.require(NAME, new Condition.IfVersion(stored.version())))
        .isInstanceOf(FileTrouble.class);
    assertThatThrownBy(() -> files.delete(NAME, new Condition.IfVersion(new Version(1))))
        .isInstanceOf(FileTrouble.class);
    files.delete(NAME, new Condition.IfPresent());
    assertThat(files.find(NAME)).isNull();
    await().atMost(PATIENCE).until(() -> gateway.table.size() == 0);
  }

  @Test
  void aChunkOfUnknownFateIsWrittenAgain() throws IOException {
    var failures = new AtomicInteger();
    gateway.trouble(
        operation ->
            isChunk(operation.key()) && failures.incrementAndGet() <= 2 ? gateway.unknown() : null);
    byte[] content = content(1, CHUNK);

    StoredFile stored = put(content, Condition.ALWAYS);

    assertThat(read(stored, 0, CHUNK)).isEqualTo(content);
  }

  @Test
  void aChunkWhoseDeletionIsOfUnknownFateIsDeletedAgain() throws IOException {
    put(content(1, 3 * CHUNK), Condition.ALWAYS);
    var failures = new AtomicInteger();
    gateway.trouble(
        operation ->
            isChunk(operation.key()) && failures.incrementAndGet() <= 2 ? gateway.unknown() : null);

    files.delete(NAME, Condition.ALWAYS);

    await().atMost(PATIENCE).until(() -> gateway.table.size() == 0);
  }

  @Test
  void aFileOfUnknownFateIsLookedFor() throws IOException {
    gateway.trouble(
        operation -> {
          if (operation instanceof Operation.Put && operation.key().equals(manifestKey())) {
            gateway.table.execute(operation);
            return gateway.unknown();
          }
          return null;
        });
    byte[] content = content(1, 10);

    assertThat(put(content, Condition.ALWAYS)).isEqualTo(files.get(NAME));

    gateway.trouble(
        operation ->
            operation instanceof Operation.Put && operation.key().equals(manifestKey())
                ? gateway.unknown()
                : null);
    assertThatThrownBy(() -> put(content(2, 10), Condition.ALWAYS))
        .isInstanceOfSatisfying(
            FileTrouble.class, trouble -> assertThat(trouble.isUnknown()).isTrue());
    assertThat(read(files.get(NAME), 0, 10)).isEqualTo(content);
  }

  @Test
  void aChunkThatCannotBeStoredIsTroubleAndNothingStays() {
    gateway.trouble(
        operation ->
            operation instanceof Operation.Put && isChunk(operation.key())
                ? gateway.unavailable()
                : null);

    assertThatThrownBy(() -> put(content(1, 20 * CHUNK), Condition.ALWAYS))
        .isInstanceOf(FileTrouble.class);

    await().atMost(PATIENCE).until(() -> gateway.table.size() == 0);
  }

  @Test
  void aChunkThatIsNotWhatWasStoredIsNoticed() throws IOException {
    StoredFile stored = put(content(1, 3 * CHUNK), Condition.ALWAYS);
    Key second = FileKeys.chunk(stored.manifest().partOf(1).id(), 1);
    int flags =
        Objects.requireNonNull(Objects.requireNonNull(gateway.table.stored(second)).value())
            .flags();
    var wrong = Value.of(content(9, CHUNK), Value.BINARY, flags);
    gateway.table.execute(new Operation.Put(second, wrong, 0, Condition.ALWAYS, PATIENCE));

    assertThat(read(stored, 0, CHUNK)).hasSize(CHUNK);
    assertThatThrownBy(() -> read(stored, 0, 2 * CHUNK)).hasMessageContaining("damaged");
  }

  @Test
  void filesAreListedAndTheirChunksAreTold() throws IOException {
    put(content(1, 2 * CHUNK + 5), Condition.ALWAYS);
    put(new FileName("docs/other"), content(2, 5), Condition.ALWAYS);
    put(new FileName("else"), content(3, 5), Condition.ALWAYS);

    assertThat(files.list(null, "docs/", 100).files())
        .extracting(file -> file.name().value())
        .containsExactlyInAnyOrder("docs/plan", "docs/other");
    assertThat(files.list(null, "", 2).files()).hasSize(2);
    assertThat(files.list(null, "", 2).next()).isNotNull();
    var local = files.listLocal(null, 100);
    assertThat(local.files()).hasSize(3);
    assertThat(local.chunks())
        .contains(
            new LocalChunk("docs/plan", 0, CHUNK),
            new LocalChunk("docs/plan", 2, 5),
            new LocalChunk("else", 0, 5));
    assertThat(files.places(files.get(NAME), 1, 5))
        .extracting(ChunkPlace::number, ChunkPlace::offset, ChunkPlace::size)
        .containsExactly(tuple(1L, (long) CHUNK, CHUNK), tuple(2L, 2L * CHUNK, 5));
    assertThat(files.places(files.get(NAME), 0, 1).getFirst().replicas()).hasSize(2);
    assertThat(gateway.list(null, new byte[0], 100, false).entries()).isEmpty();
  }

  // ---- uploads in pieces ------------------------------------------------------------------------

  @Test
  void piecesMakeAFileWhenTheLastIsThere() throws IOException {
    byte[] content = content(1, 5 * CHUNK + 9);
    String sha256 = sha256(content);

    assertThat(piece(content, sha256, 0, 2 * CHUNK)).isEqualTo(2 * CHUNK);
    assertThat(files.find(NAME)).isNull();
    assertThat(files.uploads().progress(NAME, sha256)).isEqualTo(new Progress(2 * CHUNK, false));
    assertThatThrownBy(() -> piece(content, sha256, 0, CHUNK))
        .isInstanceOfSatisfying(
            OutOfPlaceException.class, e -> assertThat(e.arrived()).isEqualTo(2 * CHUNK));
    assertThatThrownBy(() -> finish(sha256, content.length))
        .isInstanceOf(OutOfPlaceException.class);
    piece(content, sha256, 2 * CHUNK, content.length);
    StoredFile stored = finish(sha256, content.length);

    assertThat(read(stored, 0, content.length)).isEqualTo(content);
    assertThat(read(stored, CHUNK + 3, 4 * CHUNK))
        .isEqualTo(Arrays.copyOfRange(content, CHUNK + 3, 4 * CHUNK));
    assertThat(files.uploads().progress(NAME, sha256))
        .isEqualTo(new Progress(content.length, true));
    assertThat(gateway.table.size()).as("manifest, two records, six chunks").isEqualTo(1 + 2 + 6);
  }

  @Test
  void piecesThatAreNotWhatWasAnnouncedAreGivenUp() throws IOException {
    byte[] content = content(1, CHUNK + 9);
    String sha256 = sha256(content(2, CHUNK + 9));
    piece(content, sha256, 0, CHUNK);
    piece(content, sha256, CHUNK, content.length);

    assertThatThrownBy(() -> finish(sha256, content.length))
        .isInstanceOf(WrongContentException.class);

    assertThat(files.find(NAME)).isNull();
    await().atMost(PATIENCE).until(() -> gateway.table.size() == 0);
  }

  @Test
  void ofTwoSamePiecesOneCounts() throws IOException {
    byte[] content = content(1, CHUNK);
    String sha256 = sha256(content);
    try (Draft one = files.uploads().begin(NAME, sha256, 0);
        Draft other = files.uploads().begin(NAME, sha256, 0)) {
      one.write(new ByteArrayInputStream(content));
      other.write(new ByteArrayInputStream(content));
      files.uploads().add(one, sha256);
      assertThatThrownBy(() -> files.uploads().add(other, sha256))
          .isInstanceOf(OutOfPlaceException.class);
    }

    assertThat(read(finish(sha256, CHUNK), 0, CHUNK)).isEqualTo(content);
    await().atMost(PATIENCE).until(() -> gateway.table.size() == 3);
  }

  @Test
  void anUploadThatCouldNotBeFinishedNowGoesOnLater() throws IOException {
    byte[] content = content(1, CHUNK);
    String sha256 = sha256(content);
    piece(content, sha256, 0, CHUNK);
    gateway.trouble(
        operation ->
            operation instanceof Operation.Put && operation.key().equals(manifestKey())
                ? gateway.unavailable()
                : null);
    assertThatThrownBy(() -> finish(sha256, CHUNK)).isInstanceOf(FileTrouble.class);

    gateway.trouble(operation -> null);
    assertThat(read(finish(sha256, CHUNK), 0, CHUNK)).isEqualTo(content);
  }

  // ---- what is left over ------------------------------------------------------------------------

  @Test
  void theSweepDeletesWhatNothingNamesAfterADay() throws IOException {
    byte[] content = content(1, 3 * CHUNK);
    StoredFile stored = put(content, Condition.ALWAYS);
    Draft lost = files.begin(new FileName("lost")); // its node ended here
    lost.write(new ByteArrayInputStream(content(2, 3 * CHUNK)));
    int pairs = gateway.table.size();

    files.sweep().run();
    assertThat(gateway.table.size()).isEqualTo(pairs);

    now.updateAndGet(time -> time.plus(Duration.ofHours(25)));
    files.sweep().run();
    assertThat(gateway.table.size()).isEqualTo(2 + 3);
    assertThat(read(stored, 0, content.length)).isEqualTo(content);
    assertThatThrownBy(() -> files.commit(lost, "a/b", Condition.ALWAYS))
        .isInstanceOf(FileTrouble.class);
  }

  @Test
  void theSweepLeavesPiecesOfAnUploadThatMayGoOn() throws IOException {
    byte[] content = content(1, 2 * CHUNK);
    String sha256 = sha256(content);
    piece(content, sha256, 0, CHUNK);
    now.updateAndGet(time -> time.plus(Duration.ofHours(25)));

    files.sweep().run();
    piece(content, sha256, CHUNK, 2 * CHUNK);

    assertThat(read(finish(sha256, 2 * CHUNK), 0, 2 * CHUNK)).isEqualTo(content);
    now.updateAndGet(time -> time.plus(Duration.ofHours(25)));
    files.sweep().run();
    assertThat(read(files.get(NAME), 0, 2 * CHUNK)).isEqualTo(content);
  }

  // ---- helpers ----------------------------------------------------------------------------------

  private StoredFile put(byte[] content, Condition condition) throws IOException {
    return put(NAME, content, condition);
  }

  private StoredFile put(FileName name, byte[] content, Condition condition) throws IOException {
    try (Draft draft = files.begin(name)) {
      draft.write(new ByteArrayInputStream(content));
      return files.commit(draft, "text/plain", condition);
    }
  }

  private long piece(byte[] content, String sha256, int from, int to) throws IOException {
    try (Draft piece = files.uploads().begin(NAME, sha256, from)) {
      piece.write(new ByteArrayInputStream(content, from, to - from));
      return files.uploads().add(piece, sha256);
    }
  }

  private StoredFile finish(String sha256, long size) {
    return files.uploads().finish(NAME, sha256, size, "text/plain", Condition.ALWAYS);
  }

  private byte[] read(StoredFile file, long from, long to) throws IOException {
    var read = new ByteArrayOutputStream();
    try (FileReader reader = files.read(file, from, to)) {
      for (byte[] bytes = reader.next(); bytes != null; bytes = reader.next()) {
        read.write(bytes);
      }
    }
    return read.toByteArray();
  }

  private static Key manifestKey() {
    return FileKeys.manifest(NAME);
  }

  private static boolean isChunk(Key key) {
    return FileKeys.chunkIn(key) != null;
  }

  private static byte[] content(long seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static String sha256(byte[] content) {
    MessageDigest digest = Sha256.begin();
    digest.update(content);
    return Sha256.end(digest);
  }
}
