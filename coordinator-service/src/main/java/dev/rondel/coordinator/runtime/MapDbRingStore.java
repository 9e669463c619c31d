package dev.rondel.coordinator.runtime;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rondel.proto.ViewProto;
import dev.rondel.view.View;
import dev.rondel.wire.Wire;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.mapdb.DB;
import org.mapdb.Serializer;

/**
 * The ring in a MapDB file {@code ring.db}, with three maps: {@code view} (the view as protocol
 * buffers, and its CRC32C), {@code settings}, and {@code log}. While it is open, its directory
 * belongs to this process.
 */
public final class MapDbRingStore implements RingStore {

  private static final String FORMAT = "1";

  private final MapDbFile file;
  private final FileChannel lockFile;
  private final FileLock lock;

  private MapDbRingStore(Path directory, FileChannel lockFile, FileLock lock) {
    this.file = new MapDbFile(directory, "ring.db");
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
    try {
      return file.load(MapDbRingStore::read);
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
    byte[] bytes = Wire.toProto(ring.view()).toByteArray();
    file.save(db -> write(db, bytes, ring.log()));
  }

  private static void write(DB db, byte[] bytes, List<LogEntry> entries) {
    db.treeMap("view", Serializer.STRING, Serializer.BYTE_ARRAY).create().put("proto", bytes);
    Map<String, String> settings =
        db.treeMap("settings", Serializer.STRING, Serializer.STRING).create();
    settings.put("format", FORMAT);
    settings.put("crc32c", checksum(bytes));
    var log = db.treeMap("log", Serializer.INTEGER, Serializer.STRING).createFromSink();
    for (int i = 0; i < entries.size(); i++) {
      log.put(i, line(entries.get(i)));
    }
    log.create();
  }

  private static String line(LogEntry entry) {
    return entry.time() + " " + entry.epoch() + " " + entry.text();
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
