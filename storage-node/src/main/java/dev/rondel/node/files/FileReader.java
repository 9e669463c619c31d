package dev.rondel.node.files;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Some bytes of a file, chunk by chunk, with the next ones on their way. Of one thread. */
public final class FileReader implements AutoCloseable {

  private final FileTable table;
  private final Manifest manifest;
  private final long from;
  private final long to;
  private final Queue<FutureTask<byte[]>> ahead = new ArrayDeque<>();
  private long next;

  /**
   * @param to the first byte that is not read any more
   */
  FileReader(FileTable table, Manifest manifest, long from, long to) {
    if (from < 0 || to < from || to > manifest.size()) {
      throw new IllegalArgumentException(from + " to " + to + " of " + manifest.size());
    }
    this.table = table;
    this.manifest = manifest;
    this.from = from;
    this.to = to;
    this.next = from / manifest.chunkSize();
  }

  /**
   * The bytes that follow; null at the end.
   *
   * @throws BrokenFileException where the file has been replaced meanwhile, or is damaged
   */
  public byte @Nullable [] next() {
    while (ahead.size() < Lanes.WIDTH && next * manifest.chunkSize() < to) {
      long chunk = next++;
      var task = new FutureTask<>(() -> fetch(chunk));
      Thread.ofVirtual().name("rondel-files").start(task);
      ahead.add(task);
    }
    FutureTask<byte[]> first = ahead.poll();
    if (first == null) {
      return null;
    }
    try {
      return first.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw table.unavailable("this node is stopping");
    }
  }

  private byte[] fetch(long chunk) {
    var key = FileKeys.chunk(manifest.partOf(chunk).id(), chunk);
    byte[] bytes = table.chunk(key, manifest.sizeOf(chunk));
    long start = chunk * manifest.chunkSize();
    int begin = (int) Math.max(0, from - start);
    int end = (int) Math.min(bytes.length, to - start);
    return begin == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, begin, end);
  }

  @Override
  public void close() {
    ahead.forEach(task -> task.cancel(false));
  }
}
