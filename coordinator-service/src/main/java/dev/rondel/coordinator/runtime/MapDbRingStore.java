package dev.rondel.coordinator.runtime;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rondel.proto.ViewProto;
import dev.rondel.view.View;
import dev.rondel.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;
import org.mapdb.volume.ByteArrayVol;

/**
 * The ring in a MapDB file {@code ring.db}, with three maps: {@code view} (the view as protocol
 * buffers, and its CRC32C), {@code settings}, and {@code log}.
 *
 * <p>MapDB loses data when it is killed inside a commit, with its own transactions as without
 * (DESIGN section 7). So a file is never changed: every save writes a new one beside it, syncs it,
 * and takes the place of the old one by a rename, which is atomic.
 */
public final class MapDbRingStore implements RingStore {

  private static final String FORMAT = "1";
  private static final int SLICE_BITS = 20;
  private static final int BLOCK = 4096;
  private static final byte[] EMPTY = new byte[BLOCK];

  private final Path file;
  private final Path draft;
  private final Path directory;
  private final FileChannel lockFile;
  private final FileLock lock;

  private MapDbRingStore(Path directory, FileChannel lockFile, FileLock lock) {
    this.directory = directory;
    this.file = directory.resolve("ring.db");
    this.draft = directory.resolve("ring.db.tmp");
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /** Takes the directory for this process, and makes it where it is missing. */
  public static MapDbRingStore open(Path directory) throws IOException {
    Path lockPath = directory.resolve("ring.lock");
    FileChannel channel;
    try {
      Files.createDirectories(directory);
      channel = FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException(
          "the data directory %s cannot be written: %s".formatted(directory, e), e);
    }
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new IOException(
          "the data directory %s is in use by another coordinator".formatted(directory));
    }
    return new MapDbRingStore(directory, channel, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  @Override
  public Optional<StoredRing> load() throws IOException {
    Files.deleteIfExists(draft);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (DB db = DBMaker.fileDB(file.toFile()).fileLockDisable().readOnly().make()) {
      return Optional.of(read(db));
    } catch (InvalidProtocolBufferException | RuntimeException damage) {
      throw new IOException(
          "%s is damaged (%s). Put back a copy of it, or move it away to begin an empty ring; nodes that have data "
                  .formatted(file, damage)
              + "will refuse a coordinator that knows less than they do",
          damage);
    }
  }

  private static StoredRing read(DB db) throws InvalidProtocolBufferException {
    Map<String, byte[]> views = db.treeMap("view", Serializer.STRING, Serializer.BYTE_ARRAY).open();
    Map<String, String> settings =
        db.treeMap("settings", Serializer.STRING, Serializer.STRING).open();
    Map<Integer, String> lines = db.treeMap("log", Serializer.INTEGER, Serializer.STRING).open();
    if (!FORMAT.equals(settings.get("format"))) {
      throw new IllegalStateException(
          "its format is %s, not %s".formatted(settings.get("format"), FORMAT));
    }
    byte[] bytes = views.get("proto");
    if (bytes == null || !checksum(bytes).equals(settings.get("crc32c"))) {
      throw new IllegalStateException("the checksum of the view is wrong");
    }
    View view = Wire.fromProto(ViewProto.parseFrom(bytes));
    return new StoredRing(view, lines.values().stream().map(MapDbRingStore::entry).toList());
  }

  @Override
  public void save(StoredRing ring) throws IOException {
    byte[] image = image(ring);
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(channel, image);
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }

  /**
   * The file's content. Made on the heap, because MapDB writes a file in thousands of small steps.
   */
  private static byte[] image(StoredRing ring) {
    byte[] bytes = Wire.toProto(ring.view()).toByteArray();
    var volume = new ByteArrayVol(SLICE_BITS, 0);
    try (DB db = DBMaker.volumeDB(volume, false).make()) {
      db.treeMap("view", Serializer.STRING, Serializer.BYTE_ARRAY).create().put("proto", bytes);
      Map<String, String> settings =
          db.treeMap("settings", Serializer.STRING, Serializer.STRING).create();
      settings.put("format", FORMAT);
      settings.put("crc32c", checksum(bytes));
      var log = db.treeMap("log", Serializer.INTEGER, Serializer.STRING).createFromSink();
      for (int i = 0; i < ring.log().size(); i++) {
        log.put(i, line(ring.log().get(i)));
      }
      log.create();
      db.commit();
      return bytes(volume);
    }
  }

  private static byte[] bytes(ByteArrayVol volume) {
    var bytes = new byte[Math.toIntExact(volume.length())];
    for (int at = 0; at < bytes.length; at += 1 << SLICE_BITS) {
      volume.getData(at, bytes, at, Math.min(1 << SLICE_BITS, bytes.length - at));
    }
    return bytes;
  }

  /**
   * Writes what is not zero, and leaves the rest to the file system: most of a small MapDB file is
   * empty.
   */
  private static void write(FileChannel channel, byte[] image) throws IOException {
    for (int at = 0; at < image.length; at += BLOCK) {
      int end = Math.min(image.length, at + BLOCK);
      boolean isLast = end == image.length;
      if (isLast || Arrays.mismatch(image, at, end, EMPTY, 0, end - at) >= 0) {
        var block = ByteBuffer.wrap(image, at, end - at);
        while (block.hasRemaining()) {
          channel.write(block, block.position());
        }
      }
    }
  }

  private static String line(LogEntry entry) {
    return "%s %d %s".formatted(entry.time(), entry.epoch(), entry.text());
  }

  private static LogEntry entry(String line) {
    String[] parts = line.split(" ", 3);
    return new LogEntry(Instant.parse(parts[0]), Long.parseLong(parts[1]), parts[2]);
  }

  private static String checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return Long.toHexString(crc.getValue());
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
