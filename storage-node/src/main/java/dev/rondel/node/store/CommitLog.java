package dev.rondel.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The operations of one store in the order in which they took effect, numbered without gaps
 * (<em>lsn</em>), in files of which only the last grows. {@link #append} is durable when it
 * returns.
 *
 * <p>Files are filled with zeros ahead of the records: a sync then has no new length to write,
 * which halves its cost. After a failed write the file is cut back to the last good record before
 * anything else is written; after a failed sync nothing may be written any more, for what the disk
 * has is not known.
 *
 * <p>One thread at a time; {@link #dropBelow} may be called beside.
 */
final class CommitLog implements AutoCloseable {

  private static final int AHEAD = 1 << 20;

  /**
   * The part of a segment behind which a new one begins even where nobody rolls; files are mapped
   * whole.
   */
  private static final long LONGEST = 1L << 30;

  /** A write that failed and left no trace. */
  static final class RefusedException extends Exception {
    RefusedException(IOException cause) {
      super(cause);
    }
  }

  private final Path directory;
  private final Disk disk;
  private final Deque<LogSegment> segments = new ArrayDeque<>();
  private FileChannel channel;
  private long position;
  private long filledTo;
  private long nextLsn;
  private boolean dirtyEnd;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);

  private CommitLog(Path directory, Disk disk, List<LogSegment> segments, LogSegment.End end)
      throws IOException {
    this.directory = directory;
    this.disk = disk;
    this.segments.addAll(segments);
    this.nextLsn = end.nextLsn();
    if (segments.isEmpty()) {
      LogSegment first = LogSegment.of(directory, nextLsn);
      channel = create(first);
      this.segments.add(first);
      position = LogSegment.HEAD;
    } else {
      channel =
          disk.open(segments.getLast().file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
      position = end.position();
      channel.truncate(position);
      disk.force(channel);
    }
    filledTo = position;
  }

  /**
   * Opens the log, cuts off a torn end, and gives every operation after {@code applied} to the
   * reader.
   *
   * @throws StoreException CORRUPT where the log is damaged, or does not go back to {@code applied}
   */
  static CommitLog open(Path directory, long applied, Disk disk, LogSegment.Reader reader)
      throws IOException {
    List<LogSegment> segments = new ArrayList<>(LogSegment.in(directory));
    dropUnbegun(segments);
    if (segments.isEmpty() && applied > 0) {
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          "the log after record " + applied + " is missing in " + directory,
          null);
    }
    LogSegment.End end = new LogSegment.End(0, applied + 1);
    for (int i = 0; i < segments.size(); i++) {
      LogSegment segment = segments.get(i);
      boolean gap = i == 0 ? segment.first() > applied + 1 : segment.first() != end.nextLsn();
      if (gap) {
        long missing = i == 0 ? applied + 1 : end.nextLsn();
        throw new StoreException(
            StoreException.Kind.CORRUPT,
            "record " + missing + " is missing before " + segment.file(),
            null);
      }
      end =
          segment.read(
              i == segments.size() - 1,
              (lsn, record) -> {
                if (lsn > applied) {
                  reader.accept(lsn, record);
                }
              });
    }
    if (end.nextLsn() <= applied) {
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          "the log in "
              + directory
              + " ends at record "
              + (end.nextLsn() - 1)
              + ", the image has "
              + applied,
          null);
    }
    return new CommitLog(directory, disk, segments, end);
  }

  /**
   * Removes a last file that was created, and lost its head before anything was written into it.
   */
  private static void dropUnbegun(List<LogSegment> segments) throws IOException {
    if (!segments.isEmpty() && !segments.getLast().isBegun()) {
      Files.delete(segments.removeLast().file());
    }
  }

  /** The number of the last operation. */
  long lastLsn() {
    return nextLsn - 1;
  }

  /** The bytes in the file that grows. */
  long bytesSinceRoll() {
    return position - LogSegment.HEAD;
  }

  /**
   * Makes the operations durable, one batch, one sync.
   *
   * @throws RefusedException where they could not be written; none of them is in the log
   * @throws IOException where the sync failed, or the file could not be cut back: the log must not
   *     be used any more
   */
  void append(List<LogRecord> batch) throws RefusedException, IOException {
    encode(batch);
    try {
      if (dirtyEnd) {
        cutBack();
      }
      fillAhead(position + buffer.remaining());
      dirtyEnd = true;
      disk.write(channel, buffer, position);
      dirtyEnd = false;
    } catch (IOException failed) {
      cutBack();
      throw new RefusedException(failed);
    }
    disk.force(channel);
    position += buffer.limit();
    nextLsn += batch.size();
  }

  private void encode(List<LogRecord> batch) {
    long size = 0;
    for (LogRecord record : batch) {
      size += LogSegment.RECORD_HEAD + record.size();
    }
    if (size > buffer.capacity()) {
      buffer = ByteBuffer.allocateDirect(Math.toIntExact(Math.max(size, 2L * buffer.capacity())));
    }
    buffer.clear();
    for (int i = 0; i < batch.size(); i++) {
      LogSegment.write(buffer, batch.get(i), nextLsn + i, i);
    }
    buffer.flip();
  }

  /** Best effort: where there is no room for zeros there may be room for the records. */
  private void fillAhead(long end) throws IOException {
    if (end <= filledTo) {
      return;
    }
    try {
      long from = Math.max(filledTo, end);
      disk.write(channel, ByteBuffer.allocateDirect(AHEAD), from);
      filledTo = from + AHEAD;
    } catch (IOException full) {
      channel.truncate(position);
      filledTo = position;
    }
  }

  private void cutBack() throws IOException {
    channel.truncate(position);
    filledTo = position;
    disk.force(channel);
    dirtyEnd = false;
  }

  boolean isOverlong() {
    return position > LONGEST;
  }

  /**
   * Begins a new file; the one before gets no more records. Nothing has changed where this fails.
   */
  void roll() throws IOException {
    if (position == LogSegment.HEAD) {
      return;
    }
    channel.truncate(position);
    filledTo = position;
    LogSegment next = LogSegment.of(directory, nextLsn);
    FileChannel created = create(next);
    channel.close();
    channel = created;
    position = LogSegment.HEAD;
    filledTo = position;
    synchronized (segments) {
      segments.add(next);
    }
  }

  private FileChannel create(LogSegment segment) throws IOException {
    FileChannel created =
        disk.open(
            segment.file(),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      disk.write(created, segment.head(), 0);
      disk.force(created);
      disk.forceDirectory(directory);
      return created;
    } catch (IOException failed) {
      created.close();
      Files.deleteIfExists(segment.file());
      throw failed;
    }
  }

  /** Lets go of the files that hold nothing after {@code lsn}; the one that grows stays. */
  void dropBelow(long lsn) throws IOException {
    while (true) {
      LogSegment oldest;
      synchronized (segments) {
        if (segments.size() < 2 || second().first() > lsn + 1) {
          return;
        }
        oldest = segments.removeFirst();
      }
      Files.deleteIfExists(oldest.file());
    }
  }

  private LogSegment second() {
    var each = segments.iterator();
    each.next();
    return each.next();
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.close();
    }
  }
}
