package dev.rondel.node.store;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * 1 MiB of a {@link PagedVolume}, and what is known of its pages:
 *
 * <ul>
 *   <li><em>dirty</em>: changed since the last checkpoint began; the writer's own.
 *   <li><em>pending</em>: the checkpoint that runs has yet to take it. Before the writer changes
 *       such a page it puts a copy of it aside, so the checkpoint sees the volume as it was when it
 *       began, and nobody waits for it.
 *   <li><em>held</em>: has been changed since it was last released, so it takes private memory; the
 *       writer's own.
 * </ul>
 */
final class PagedSlice {

  static final int PAGE_SHIFT = 12;
  static final int PAGE = 1 << PAGE_SHIFT;
  static final int PAGES = PagedVolume.SLICE / PAGE;
  private static final int WORDS = PAGES / Long.SIZE;

  final int index;
  final ByteBuffer bytes;
  private final boolean inFile;
  private final long[] dirty = new long[WORDS];
  private final long[] held = new long[WORDS];

  /** The pages of the checkpoint that runs. */
  private final long[] frozen = new long[WORDS];

  private final AtomicLongArray pending = new AtomicLongArray(WORDS);
  private final @Nullable ByteBuffer[] aside = new ByteBuffer[PAGES];

  private PagedSlice(int index, ByteBuffer bytes, boolean inFile) {
    this.index = index;
    this.bytes = bytes;
    this.inFile = inFile;
  }

  static PagedSlice mapped(int index, ByteBuffer bytes) {
    return new PagedSlice(index, bytes, true);
  }

  /** A slice that the file has no room for: all of it has to be written. */
  static PagedSlice inMemory(int index) {
    return new PagedSlice(index, ByteBuffer.allocateDirect(PagedVolume.SLICE), false);
  }

  /**
   * To be called by the writer before it changes these bytes; true where they are the first since
   * {@link #freeze}.
   */
  boolean change(int from, int length) {
    boolean first = false;
    for (int page = from >>> PAGE_SHIFT; page <= (from + length - 1) >>> PAGE_SHIFT; page++) {
      int word = page >>> 6;
      long bit = 1L << page;
      if ((dirty[word] & bit) == 0) {
        first |= isClean();
        dirty[word] |= bit;
        held[word] |= bit;
        if ((pending.getAcquire(word) & bit) != 0) {
          putAside(page);
        }
      }
    }
    return first;
  }

  private boolean isClean() {
    return (dirty[0] | dirty[1] | dirty[2] | dirty[3]) == 0;
  }

  private synchronized void putAside(int page) {
    if (isPending(page)) {
      aside[page] = ByteBuffer.allocate(PAGE).put(0, bytes, page << PAGE_SHIFT, PAGE);
      clearPending(page);
    }
  }

  private boolean isPending(int page) {
    return (pending.getPlain(page >>> 6) & 1L << page) != 0;
  }

  private void clearPending(int page) {
    pending.setRelease(page >>> 6, pending.getPlain(page >>> 6) & ~(1L << page));
  }

  /** The dirty pages become the checkpoint's; the writer's. */
  void freeze() {
    for (int word = 0; word < WORDS; word++) {
      frozen[word] = inFile ? dirty[word] : -1;
      dirty[word] = 0;
      pending.setRelease(word, frozen[word]);
    }
  }

  boolean isFrozen(int page) {
    return (frozen[page >>> 6] & 1L << page) != 0;
  }

  int frozenPages() {
    int count = 0;
    for (long word : frozen) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** Puts the page as it was at {@link #freeze} into the buffer; the checkpoint's. */
  synchronized void take(int page, ByteBuffer out) {
    ByteBuffer copy = aside[page];
    if (copy == null) {
      out.put(out.position(), bytes, page << PAGE_SHIFT, PAGE);
      out.position(out.position() + PAGE);
      clearPending(page);
    } else {
      out.put(copy);
      aside[page] = null;
    }
  }

  /**
   * The checkpoint came to nothing: its pages are dirty again; true where none was. The writer's.
   */
  synchronized boolean thaw() {
    boolean first = isClean();
    for (int page = 0; page < PAGES; page++) {
      aside[page] = null;
    }
    for (int word = 0; word < WORDS; word++) {
      dirty[word] |= frozen[word];
      pending.setRelease(word, 0);
    }
    return first;
  }

  long privateBytes() {
    long pages = 0;
    for (long word : held) {
      pages += Long.bitCount(word);
    }
    return pages << PAGE_SHIFT;
  }

  /**
   * Gives the memory of the pages back that are in the file as they are; the writer's, while no
   * checkpoint runs.
   */
  void release() {
    if (!inFile) {
      return;
    }
    for (int page = 0; page < PAGES; page++) {
      int from = page;
      while (page < PAGES && isReleasable(page)) {
        page++;
      }
      if (page > from
          && NativeMemory.release(bytes, from << PAGE_SHIFT, (page - from) << PAGE_SHIFT)) {
        for (int released = from; released < page; released++) {
          held[released >>> 6] &= ~(1L << released);
        }
      }
    }
  }

  private boolean isReleasable(int page) {
    return (held[page >>> 6] & ~dirty[page >>> 6] & 1L << page) != 0;
  }
}
