package dev.rondel.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The pages of one checkpoint on their way to the file: complete here before the first of them is
 * written there, so that a crash between leaves either the old image or a journal that makes the
 * new one.
 *
 * <p>Head: magic (8), pages (4). Chunks: page numbers ({@value #CHUNK} of 4 bytes), as many pages;
 * the last one may be shorter. End: CRC32C of all before (4), magic (8). A journal that was carried
 * out has its first byte zeroed.
 */
final class Journal implements AutoCloseable {

  private static final long MAGIC = 0x524F4E444C4A4E31L; // RONDLJN1
  private static final int HEAD = Long.BYTES + Integer.BYTES;
  private static final int END = Integer.BYTES + Long.BYTES;
  private static final int CHUNK = 64;
  private static final int NUMBERS = CHUNK * Integer.BYTES;

  /** A larger file is cut after use; a smaller one keeps its blocks for the next time. */
  private static final long KEPT = 64L << 20;

  private final FileChannel file;
  private final Disk disk;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(NUMBERS + CHUNK * PagedSlice.PAGE);

  Journal(Path path, Disk disk) throws IOException {
    this.disk = disk;
    this.file =
        disk.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** A sync failed: what the disk has is not known. */
  static final class SyncException extends IOException {
    SyncException(IOException cause) {
      super(cause);
    }
  }

  /** Writes the frozen pages and syncs them. */
  void write(List<PagedSlice> frozen) throws IOException {
    Writer writer = new Writer(frozen.stream().mapToInt(PagedSlice::frozenPages).sum());
    for (PagedSlice slice : frozen) {
      for (int page = 0; page < PagedSlice.PAGES; page++) {
        if (slice.isFrozen(page)) {
          writer.add(slice, page);
        }
      }
    }
    writer.end();
    sync(file);
  }

  private final class Writer {
    private final CRC32C crc = new CRC32C();
    private long position;
    private int inChunk;

    Writer(int pages) throws IOException {
      buffer.clear().putLong(MAGIC).putInt(pages);
      flush();
    }

    void add(PagedSlice slice, int page) throws IOException {
      if (inChunk == 0) {
        buffer.position(NUMBERS);
      }
      buffer.putInt(inChunk++ * Integer.BYTES, slice.index * PagedSlice.PAGES + page);
      slice.take(page, buffer);
      if (inChunk == CHUNK) {
        flush();
      }
    }

    void end() throws IOException {
      if (inChunk > 0) {
        flush();
      }
      buffer.putInt((int) crc.getValue()).putLong(MAGIC).flip();
      disk.write(file, buffer, position);
    }

    private void flush() throws IOException {
      buffer.flip();
      crc.update(buffer.duplicate());
      int length = buffer.limit();
      disk.write(file, buffer, position);
      position += length;
      inChunk = 0;
      buffer.clear();
    }
  }

  /** Whether the file holds a whole journal that was not carried out, or not known to be. */
  boolean isComplete() throws IOException {
    if (!read(0, HEAD) || buffer.getLong(0) != MAGIC) {
      return false;
    }
    int pages = buffer.getInt(Long.BYTES);
    long end = endOf(pages);
    if (pages < 0 || file.size() < end + END) {
      return false;
    }
    CRC32C crc = new CRC32C();
    for (long at = 0; at < end; ) {
      int part = (int) Math.min(end - at, buffer.capacity());
      if (!read(at, part)) {
        return false;
      }
      crc.update(buffer);
      at += part;
    }
    return read(end, END)
        && buffer.getInt(0) == (int) crc.getValue()
        && buffer.getLong(Integer.BYTES) == MAGIC;
  }

  private static long endOf(int pages) {
    long chunks = (pages + CHUNK - 1L) / CHUNK;
    return HEAD + chunks * NUMBERS + (long) pages * PagedSlice.PAGE;
  }

  /** Writes the pages to their places and syncs them; may be done again where it failed. */
  void carryOut(FileChannel image) throws IOException {
    read(0, HEAD);
    int left = buffer.getInt(Long.BYTES);
    long position = HEAD;
    while (left > 0) {
      int count = Math.min(left, CHUNK);
      int length = NUMBERS + count * PagedSlice.PAGE;
      if (!read(position, length)) {
        throw new IOException("the journal ends before its pages do");
      }
      writeRuns(image, count);
      position += length;
      left -= count;
    }
    sync(image);
    disk.write(file, ByteBuffer.allocate(1), 0);
    if (file.size() > KEPT) {
      file.truncate(0);
    }
  }

  /** Pages that are neighbours go in one write. */
  private void writeRuns(FileChannel image, int count) throws IOException {
    for (int from = 0; from < count; ) {
      int to = from + 1;
      while (to < count && number(to) == number(to - 1) + 1) {
        to++;
      }
      ByteBuffer run =
          buffer.slice(NUMBERS + from * PagedSlice.PAGE, (to - from) * PagedSlice.PAGE);
      disk.write(image, run, (long) number(from) << PagedSlice.PAGE_SHIFT);
      from = to;
    }
  }

  private int number(int inChunk) {
    return buffer.getInt(inChunk * Integer.BYTES);
  }

  /** Fills the buffer from 0 to {@code length}; false where the file is shorter. */
  private boolean read(long position, int length) throws IOException {
    buffer.clear().limit(length);
    while (buffer.hasRemaining()) {
      int read = file.read(buffer, position + buffer.position());
      if (read < 0) {
        return false;
      }
    }
    buffer.flip();
    return true;
  }

  /** Makes sure that what the file holds is never carried out. */
  void discard() throws IOException {
    file.truncate(0);
    sync(file);
  }

  private void sync(FileChannel channel) throws SyncException {
    try {
      disk.force(channel);
    } catch (IOException failed) {
      throw new SyncException(failed);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
