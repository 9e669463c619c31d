package dev.rondel.coordinator.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.volume.ByteArrayVol;

/**
 * A MapDB file that is written whole.
 *
 * <p>MapDB loses data when it is killed inside a commit, with its own transactions as without
 * (DESIGN section 7). So a file is never changed: every save writes a new one beside it, syncs it,
 * and takes the place of the old one by a rename, which is atomic.
 */
final class MapDbFile {

  private static final int SLICE_BITS = 20;
  private static final int BLOCK = 4096;
  private static final byte[] EMPTY = new byte[BLOCK];

  private final Path directory;
  private final Path file;
  private final Path draft;

  MapDbFile(Path directory, String name) {
    this.directory = directory;
    this.file = directory.resolve(name);
    this.draft = directory.resolve(name + ".tmp");
  }

  /** Reads what was saved last; none where nothing ever was. */
  <T> Optional<T> load(Reader<T> reader) throws IOException {
    Files.deleteIfExists(draft);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (DB db = DBMaker.fileDB(file.toFile()).fileLockDisable().readOnly().make()) {
      return Optional.of(reader.read(db));
    }
  }

  /** Reads a whole file. */
  interface Reader<T> {
    T read(DB db) throws IOException;
  }

  /** Durable when it returns. Where it throws, the content before is still there. */
  void save(Consumer<DB> writer) throws IOException {
    byte[] image = image(writer);
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
  private static byte[] image(Consumer<DB> writer) {
    var volume = new ByteArrayVol(SLICE_BITS, 0);
    try (DB db = DBMaker.volumeDB(volume, false).make()) {
      writer.accept(db);
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

  @Override
  public String toString() {
    return file.toString();
  }
}
