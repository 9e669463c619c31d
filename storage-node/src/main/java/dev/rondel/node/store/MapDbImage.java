package dev.rondel.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * The MapDB file of a store: its pairs in the order of token and key, and of which moment they are.
 *
 * <p>MapDB gives no room back: erased keys leave about 40 bytes each, and a file never shrinks. One
 * that is more than twice as large as what it holds is written anew when it is opened.
 */
final class MapDbImage implements AutoCloseable {

  private static final String FILE = "pairs";
  private static final String REBUILT = "pairs.rebuilt";
  private static final String MOMENT = "moment";

  /** What a pair takes in the file besides its key and value, on average and at most. */
  private static final long PER_PAIR = 128;

  /** Waste that nobody minds. */
  private static final long SLACK = 32L << 20;

  private final PagedVolume volume;
  private final DB db;
  private final ConcurrentNavigableMap<byte[], byte[]> pairs;
  private final ConcurrentMap<String, byte[]> state;

  private MapDbImage(Path file, Disk disk) throws IOException {
    volume = new PagedVolume(file, disk);
    db = DBMaker.volumeDB(volume, volume.isBegun()).make();
    pairs = pairsOf(db).createOrOpen();
    state = stateOf(db).createOrOpen();
  }

  private static DB.TreeMapMaker<byte[], byte[]> pairsOf(DB db) {
    return db.treeMap("pairs", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
        .valuesOutsideNodesEnable();
  }

  private static DB.TreeMapMaker<String, byte[]> stateOf(DB db) {
    return db.treeMap("state", Serializer.STRING, Serializer.BYTE_ARRAY);
  }

  /**
   * Opens the image, or makes an empty one; carries out a journal that is complete, and rebuilds a
   * wasteful file.
   */
  static MapDbImage open(StoreDirectory directory, Journal journal, Disk disk) throws IOException {
    Path file = directory.file(FILE);
    Path rebuilt = directory.file(REBUILT);
    Files.deleteIfExists(rebuilt);
    if (journal.isComplete()) {
      try (FileChannel channel =
          disk.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        journal.carryOut(channel);
      }
    }
    MapDbImage image = new MapDbImage(file, disk);
    disk.forceDirectory(directory.path());
    if (!image.isWasteful() || !image.copyTo(rebuilt, disk)) {
      return image;
    }
    image.close();
    // A journal of the old file must not be carried out in the new one.
    journal.discard();
    Files.move(rebuilt, file, StandardCopyOption.ATOMIC_MOVE);
    disk.forceDirectory(directory.path());
    return new MapDbImage(file, disk);
  }

  private boolean isWasteful() {
    RingSizes sizes = new RingSizes();
    readMoment(sizes);
    return volume.length() > SLACK + 2 * (sizes.total().bytes() + sizes.pairs() * PER_PAIR);
  }

  /** Writes everything in order into a new file and syncs it; false where that was not possible. */
  private boolean copyTo(Path file, Disk disk) throws IOException {
    try (DB copy = DBMaker.fileDB(file.toFile()).fileChannelEnable().fileLockDisable().make()) {
      DB.TreeMapSink<byte[], byte[]> sink = pairsOf(copy).createFromSink();
      for (Map.Entry<byte[], byte[]> each : pairs.entrySet()) {
        byte[] pair = each.getValue();
        if (pair != null) {
          sink.put(each.getKey(), pair);
        }
      }
      sink.create();
      stateOf(copy).createOrOpen().putAll(state);
      copy.commit();
    } catch (DBException noRoom) {
      Files.deleteIfExists(file);
      return false;
    }
    try (FileChannel channel = disk.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      disk.force(channel);
    }
    return true;
  }

  ConcurrentNavigableMap<byte[], byte[]> pairs() {
    return pairs;
  }

  PagedVolume volume() {
    return volume;
  }

  /**
   * The number of the last operation in the image, 0 for a new one; fills in the sizes as of then.
   */
  long readMoment(RingSizes sizes) {
    byte[] written = state.get(MOMENT);
    if (written == null) {
      return 0;
    }
    ByteBuffer in = ByteBuffer.wrap(written);
    long lsn = in.getLong();
    sizes.readFrom(in);
    return lsn;
  }

  /** Makes the image whole, in memory, as of this operation. */
  void writeMoment(long lsn, RingSizes sizes) {
    ByteBuffer out = ByteBuffer.allocate(Long.BYTES + RingSizes.BYTES).putLong(lsn);
    sizes.writeTo(out);
    state.put(MOMENT, out.array());
    db.commit();
  }

  @Override
  public void close() {
    db.close();
  }
}
