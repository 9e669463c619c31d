package dev.rondel.node.store;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.mapdb.DBException;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;

/**
 * MapDB's file as it was at the last checkpoint, with what was changed since in private pages of
 * memory: nothing that MapDB writes reaches the file before a checkpoint takes it there.
 *
 * <p>The file is mapped copy-on-write in slices of 1 MiB, which is MapDB's own page and never
 * crossed by its records. One thread writes (the committer), any may read; MapDB's locks order
 * them. A slice that the disk has no room for lives in memory until the store is opened again. One
 * process can map about 60 GiB this way (Linux allows 65,530 mappings by default).
 */
final class PagedVolume extends Volume {

  static final int SLICE_SHIFT = 20;
  static final int SLICE = 1 << SLICE_SHIFT;
  private static final int IN_SLICE = SLICE - 1;
  private static final byte[] ZEROS = new byte[PagedSlice.PAGE];

  private final Path path;
  private final Disk disk;
  private final FileChannel file;
  private volatile PagedSlice[] slices;
  private List<PagedSlice> dirty = new ArrayList<>();

  PagedVolume(Path path, Disk disk) throws IOException {
    this.path = path;
    this.disk = disk;
    this.file =
        disk.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    slices = new PagedSlice[Math.toIntExact((file.size() + SLICE - 1) >>> SLICE_SHIFT)];
    fillUp(slices.length);
    for (int i = 0; i < slices.length; i++) {
      slices[i] = map(i);
    }
  }

  /** Whether a checkpoint has ever been written: MapDB's first byte is not 0. */
  boolean isBegun() {
    return slices.length > 0 && slices[0].bytes.get(0) != 0;
  }

  FileChannel file() {
    return file;
  }

  /**
   * The pages changed until now become those of a checkpoint; the writer's, and only one at a time.
   * All of them have their place on the disk by then, also of slices that it had no room for at
   * first: a journal that is complete can always be carried out.
   *
   * @throws IOException where there is no room; nothing is frozen
   */
  List<PagedSlice> freeze() throws IOException {
    fillUp(slices.length);
    List<PagedSlice> frozen = dirty;
    frozen.forEach(PagedSlice::freeze);
    frozen.sort(Comparator.comparingInt(slice -> slice.index));
    dirty = new ArrayList<>();
    return frozen;
  }

  /** The checkpoint came to nothing: its pages count as changed again. */
  void thaw(List<PagedSlice> frozen) {
    for (PagedSlice slice : frozen) {
      if (slice.thaw()) {
        dirty.add(slice);
      }
    }
  }

  /** Gives back the memory of pages that are in the file, where more than so much is in use. */
  void releaseAbove(long privateBytes) {
    long held = 0;
    for (PagedSlice slice : slices) {
      held += slice.privateBytes();
    }
    if (held > privateBytes) {
      for (PagedSlice slice : slices) {
        slice.release();
      }
    }
  }

  private PagedSlice map(int index) throws IOException {
    return PagedSlice.mapped(
        index, file.map(FileChannel.MapMode.PRIVATE, (long) index << SLICE_SHIFT, SLICE));
  }

  /**
   * Writes zeros from the end of the file to the end of that many slices: no page of a mapping may
   * lack its block.
   */
  private void fillUp(int sliceCount) throws IOException {
    long before = file.size();
    long end = (long) sliceCount << SLICE_SHIFT;
    try {
      for (long at = before; at < end; ) {
        int part = (int) Math.min(end - at, SLICE);
        disk.write(file, ByteBuffer.allocate(part), at);
        at += part;
      }
    } catch (IOException full) {
      file.truncate(before);
      throw full;
    }
  }

  @Override
  public void ensureAvailable(long offset) {
    int count = Math.toIntExact((offset + SLICE - 1) >>> SLICE_SHIFT);
    int before = slices.length;
    if (count <= before) {
      return;
    }
    PagedSlice[] grown = Arrays.copyOf(slices, count);
    for (int i = before; i < count; i++) {
      grown[i] = newSlice(i);
    }
    slices = grown;
  }

  private PagedSlice newSlice(int index) {
    try {
      fillUp(index + 1);
      return map(index);
    } catch (IOException noRoom) {
      return PagedSlice.inMemory(index);
    }
  }

  private PagedSlice slice(long offset) {
    PagedSlice[] all = slices;
    long index = offset >>> SLICE_SHIFT;
    if (index >= all.length) {
      throw new DBException.VolumeEOF("offset " + offset + " is behind the end of " + path);
    }
    return all[(int) index];
  }

  private static int inSlice(long offset) {
    return (int) offset & IN_SLICE;
  }

  /** The slice, after it was told that these bytes are about to change. */
  private ByteBuffer toChange(long offset, int length) {
    PagedSlice slice = slice(offset);
    if (slice.change(inSlice(offset), length)) {
      dirty.add(slice);
    }
    return slice.bytes;
  }

  @Override
  public void putLong(long offset, long value) {
    toChange(offset, Long.BYTES).putLong(inSlice(offset), value);
  }

  @Override
  public void putInt(long offset, int value) {
    toChange(offset, Integer.BYTES).putInt(inSlice(offset), value);
  }

  @Override
  public void putByte(long offset, byte value) {
    toChange(offset, 1).put(inSlice(offset), value);
  }

  @Override
  public void putData(long offset, byte[] source, int from, int length) {
    if (length > 0) {
      toChange(offset, length).put(inSlice(offset), source, from, length);
    }
  }

  @Override
  public void putData(long offset, ByteBuffer source) {
    int length = source.remaining();
    if (length > 0) {
      toChange(offset, length).put(inSlice(offset), source, source.position(), length);
      source.position(source.limit());
    }
  }

  @Override
  public void clear(long from, long to) {
    for (long at = from; at < to; ) {
      int part = (int) Math.min(to - at, ZEROS.length);
      putData(at, ZEROS, 0, part);
      at += part;
    }
  }

  @Override
  public long getLong(long offset) {
    return slice(offset).bytes.getLong(inSlice(offset));
  }

  @Override
  public int getInt(long offset) {
    return slice(offset).bytes.getInt(inSlice(offset));
  }

  @Override
  public byte getByte(long offset) {
    return slice(offset).bytes.get(inSlice(offset));
  }

  @Override
  public DataInput2 getDataInput(long offset, int size) {
    return new DataInput2.ByteBuffer(slice(offset).bytes, inSlice(offset));
  }

  @Override
  public void getData(long offset, byte[] target, int from, int size) {
    slice(offset).bytes.get(inSlice(offset), target, from, size);
  }

  /** Nothing: a checkpoint does this. */
  @Override
  public void sync() {}

  @Override
  public void truncate(long size) {
    throw new UnsupportedOperationException("the image never shrinks in place");
  }

  @Override
  public long length() {
    return (long) slices.length << SLICE_SHIFT;
  }

  @Override
  public int sliceSize() {
    return SLICE;
  }

  @Override
  public boolean isSliced() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public File getFile() {
    return path.toFile();
  }

  @Override
  public boolean getFileLocked() {
    return true;
  }

  /** Closes the file; the mappings live as long as somebody reads them. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
