package dev.rondel.node.files;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes parts that nothing names any more, one after the other, while nobody waits for it. What
 * it cannot do, because a range is unavailable or the process ends, is left to the {@link Sweep}.
 */
final class Removal implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Removal.class);

  private final FileTable table;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("rondel-removal").factory());

  Removal(FileTable table) {
    this.table = table;
  }

  void later(List<Part> parts) {
    try {
      parts.forEach(part -> executor.execute(() -> tryToRemove(part)));
    } catch (RejectedExecutionException closed) {
      log.debug("{} are left to the sweep", parts);
    }
  }

  private void tryToRemove(Part part) {
    try {
      remove(part);
    } catch (FileTrouble left) {
      log.info("chunks of a deleted file stay for now: {}", left.getMessage());
    }
  }

  private void remove(Part part) {
    try (var lanes = new Lanes()) {
      for (long chunk = part.first(); chunk < part.end(); chunk++) {
        var key = FileKeys.chunk(part.id(), chunk);
        lanes.run(() -> table.discard(key));
      }
      lanes.finish();
    }
    table.discard(FileKeys.part(part.id()));
  }

  /** Ends after the part that it is at. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
