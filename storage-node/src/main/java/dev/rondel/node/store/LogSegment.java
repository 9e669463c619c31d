package dev.rondel.node.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * One file of the log. Head: magic (8), number of its first record (8). Then records: length of
 * what follows the checksum (4), CRC32C of it (4), log sequence number (8), place in its batch (2),
 * operation. Zeros, or the end of the file, end it.
 *
 * <p>A batch is written after the one before was synced. So a bad record is the torn end of the log
 * where no good record of a <em>later batch</em> follows it; else something that was synced is
 * damaged.
 */
record LogSegment(Path file, long first) {

  static final long MAGIC = 0x524F4E44454C4C31L; // RONDELL1
  static final int HEAD = 16;
  static final int RECORD_HEAD = 18;
  private static final int CHECKED_FROM = 8;
  private static final int SHORTEST = RECORD_HEAD - CHECKED_FROM + 1;
  private static final String PREFIX = "log-";

  /** Takes the records in order. */
  interface Reader {
    void accept(long lsn, LogRecord record);
  }

  /** Where reading ended: the byte after the last good record, and the number after its number. */
  record End(long position, long nextLsn) {}

  static LogSegment of(Path directory, long first) {
    return new LogSegment(directory.resolve(PREFIX + "%019d".formatted(first)), first);
  }

  static List<LogSegment> in(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches(PREFIX + "\\d{19}"))
          .sorted()
          .map(
              file ->
                  new LogSegment(
                      file,
                      Long.parseLong(file.getFileName().toString().substring(PREFIX.length()))))
          .toList();
    }
  }

  ByteBuffer head() {
    return ByteBuffer.allocate(HEAD).putLong(MAGIC).putLong(first).flip();
  }

  /**
   * Whether the file has its head, which is synced before the first record is written.
   *
   * @throws StoreException CORRUPT where it has not, but has records
   */
  boolean isBegun() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      ByteBuffer bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
      if (hasHead(bytes)) {
        return true;
      }
      end(bytes, 0, first - 1, true);
      return false;
    }
  }

  private boolean hasHead(ByteBuffer bytes) {
    return bytes.limit() >= HEAD && bytes.getLong(0) == MAGIC && bytes.getLong(Long.BYTES) == first;
  }

  /** Puts a record behind the buffer's position. */
  static void write(ByteBuffer out, LogRecord record, long lsn, int placeInBatch) {
    int start = out.position();
    out.putInt(RECORD_HEAD - CHECKED_FROM + record.size())
        .putInt(0)
        .putLong(lsn)
        .putShort((short) placeInBatch);
    record.writeTo(out);
    out.putInt(start + Integer.BYTES, checksum(out, start + CHECKED_FROM, out.position()));
  }

  /**
   * Reads all records. {@code last}: whether the file may have a torn end.
   *
   * @throws StoreException CORRUPT where a record is bad that was synced
   */
  End read(boolean last, Reader reader) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      ByteBuffer bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
      return read(bytes, last, reader);
    }
  }

  private End read(ByteBuffer bytes, boolean last, Reader reader) {
    if (!hasHead(bytes)) {
      throw new StoreException(
          StoreException.Kind.CORRUPT, "bad head in " + file + " at offset 0", null);
    }
    long lsn = first;
    int at = HEAD;
    while (isRecord(bytes, at) && lsn(bytes, at) == lsn) {
      int length = CHECKED_FROM + bytes.getInt(at);
      reader.accept(lsn, LogRecord.read(bytes.slice(at + RECORD_HEAD, length - RECORD_HEAD)));
      at += length;
      lsn++;
    }
    return end(bytes, at, lsn, last);
  }

  /**
   * The end of the log where this is one; the bytes after {@code at} begin with no record of number
   * {@code lsn}.
   */
  private End end(ByteBuffer bytes, int at, long lsn, boolean last) {
    if (isZeroFrom(bytes, at) || (last && !hasLaterBatch(bytes, at, lsn))) {
      return new End(at, lsn);
    }
    throw new StoreException(
        StoreException.Kind.CORRUPT,
        "bad record " + lsn + " in " + file + " at offset " + at,
        null);
  }

  private static boolean isZeroFrom(ByteBuffer bytes, int at) {
    for (int i = at; i < bytes.limit(); i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasLaterBatch(ByteBuffer bytes, int from, long bad) {
    for (int at = from; at + RECORD_HEAD < bytes.limit(); at++) {
      if (bytes.get(at) >= 0
          && isRecord(bytes, at)
          && lsn(bytes, at) - placeInBatch(bytes, at) > bad) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRecord(ByteBuffer bytes, int at) {
    if (bytes.limit() - at < CHECKED_FROM + SHORTEST) {
      return false;
    }
    int length = bytes.getInt(at);
    return length >= SHORTEST
        && length <= bytes.limit() - at - CHECKED_FROM
        && bytes.getInt(at + Integer.BYTES)
            == checksum(bytes, at + CHECKED_FROM, at + CHECKED_FROM + length);
  }

  private static long lsn(ByteBuffer bytes, int at) {
    return bytes.getLong(at + CHECKED_FROM);
  }

  private static int placeInBatch(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at + CHECKED_FROM + Long.BYTES));
  }

  private static int checksum(ByteBuffer bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(from, to - from));
    return (int) crc.getValue();
  }
}
