package dev.rondel.node.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much is under way at once, in requests and in the bytes that they bring, and where it ends.
 * Threads are virtual here, and so no bound by themselves: whoever is let in waits in memory.
 */
public final class InFlight {

  /** The part of the heap that the bodies of requests may take, unless it is set. */
  private static final int HEAP_PART = 10;

  private static final long LEAST_BYTES = 8L << 20;

  private final int mostRequests;
  private final long mostBytes;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  public InFlight(int mostRequests, long mostBytes) {
    this.mostRequests = mostRequests;
    this.mostBytes = mostBytes;
  }

  /** The bound for bytes where none is set: a tenth of this process's heap, at least 8 MiB. */
  public static long bytesOfThisHeap() {
    return Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PART);
  }

  /**
   * Lets a request in, which must {@link #leave} with the same bytes; false where there is no room.
   */
  public boolean tryEnter(long size) {
    if (requests.incrementAndGet() > mostRequests || !tryHold(size)) {
      requests.decrementAndGet();
      return false;
    }
    return true;
  }

  public void leave(long size) {
    requests.decrementAndGet();
    release(size);
  }

  /**
   * Lets in bytes alone, of a request that is still on its way, to be {@link #release}d; false
   * where there is no room. What is larger than the bound is let in when no other brings bytes, and
   * what brings none is not asked for room.
   */
  public boolean tryHold(long size) {
    long before = bytes.get();
    while (size > 0) {
      if (before > 0 && before + size > mostBytes) {
        return false;
      }
      long seen = bytes.compareAndExchange(before, before + size);
      if (seen == before) {
        break;
      }
      before = seen;
    }
    return true;
  }

  public void release(long size) {
    bytes.addAndGet(-size);
  }

  public int requests() {
    return requests.get();
  }
}
