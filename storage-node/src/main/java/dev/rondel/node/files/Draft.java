package dev.rondel.node.files;

import dev.rondel.wire.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part that is being written, of one thread. Unless it is kept its chunks are deleted when it is
 * closed.
 */
public final class Draft implements AutoCloseable {

  /** After so many chunks it is looked whether the part's record is still young: 256 MiB. */
  private static final int RENEWAL = 1024;

  private enum Fate {
    REMOVED,
    KEPT,
    LEFT_TO_THE_SWEEP
  }

  private final FileTable table;
  private final PartRecords records;
  private final Removal removal;
  private final FileName name;
  private final String id;
  private final long first;
  private final MessageDigest digest = Sha256.begin();
  private long count;
  private long size;
  private @Nullable String sha256;
  private Fate fate = Fate.REMOVED;

  Draft(
      FileTable table,
      PartRecords records,
      Removal removal,
      FileName name,
      @Nullable String upload,
      long first) {
    this.table = table;
    this.records = records;
    this.removal = removal;
    this.name = name;
    this.first = first;
    this.id = records.begin(name, upload);
  }

  /** Stores all bytes of the stream as chunks, which are durable afterwards. */
  public void write(InputStream in) throws IOException {
    try (var lanes = new Lanes()) {
      int read;
      do {
        byte[] buffer = new byte[FileStore.CHUNK];
        read = in.readNBytes(buffer, 0, buffer.length);
        if (read > 0) {
          byte[] chunk = read < buffer.length ? Arrays.copyOf(buffer, read) : buffer;
          digest.update(chunk);
          size += read;
          var key = FileKeys.chunk(id, first + count++);
          lanes.run(() -> table.putChunk(key, chunk));
          if (count % RENEWAL == 0) {
            records.renew(id);
          }
        }
      } while (read == FileStore.CHUNK);
      lanes.finish();
    } catch (FileTrouble trouble) {
      leaveIfUnknown(trouble);
      throw trouble;
    }
    sha256 = Sha256.end(digest);
  }

  /** What may yet appear cannot be deleted now. */
  void leaveIfUnknown(FileTrouble trouble) {
    if (trouble.isUnknown()) {
      fate = Fate.LEFT_TO_THE_SWEEP;
    }
  }

  void keep() {
    fate = Fate.KEPT;
  }

  FileName name() {
    return name;
  }

  Part part() {
    return new Part(id, first, count);
  }

  /** How many bytes were written. */
  public long size() {
    return size;
  }

  /** The SHA-256 of what was written, in hexadecimal digits. */
  public String sha256() {
    if (sha256 == null) {
      throw new IllegalStateException("nothing has been written to the end");
    }
    return sha256;
  }

  @Override
  public void close() {
    if (fate == Fate.REMOVED) {
      removal.later(List.of(part()));
    }
  }
}
