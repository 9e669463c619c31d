package dev.rondel.node.store;

import dev.rondel.node.store.CommitQueue.Pending;
import dev.rondel.node.store.PairStore.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that changes a store: it takes the operations that wait, makes them durable with
 * one sync, applies them, and hands their futures to a second thread, which completes them in
 * order. So what hangs on a future never holds up the next sync, and may call the store.
 *
 * <p>Where the log could not be written nothing was applied, and the next operation tries again;
 * where none comes, a probe is written each second. After a failed sync, or where the image could
 * not follow the log, every operation is refused.
 */
final class Committer implements AutoCloseable {

  static final int BATCH = 1024;
  private static final long BATCH_BYTES = 8L << 20;
  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Below this much room a write that failed is taken to have failed for want of it. */
  private static final long NO_ROOM = 64L << 20;

  /** What follows the log; called by the committer's thread alone. */
  interface Image {
    void apply(LogRecord record);

    /** Called after each batch, each task, and each second while the disk is full. */
    void settled();
  }

  /** A batch whose futures are to be completed; an empty one is the last. */
  private record Settled(List<Pending> batch, @Nullable StoreException refusal) {}

  private final Path directory;
  private final CommitLog log;
  private final Image image;
  private final CommitQueue queue;
  private final BlockingQueue<Settled> settled = new LinkedBlockingQueue<>();
  private final Thread committer;
  private final Thread completer;
  private volatile Health health = Health.OK;
  private volatile @Nullable StoreException failure;

  Committer(Path directory, CommitLog log, Image image, CommitQueue queue) {
    this.directory = directory;
    this.log = log;
    this.image = image;
    this.queue = queue;
    String name = String.valueOf(directory.getFileName());
    this.committer = Thread.ofPlatform().daemon().name("commit-" + name).unstarted(this::commitAll);
    this.completer =
        Thread.ofPlatform().daemon().name("complete-" + name).unstarted(this::completeAll);
  }

  void start() {
    committer.start();
    completer.start();
  }

  Health health() {
    return health;
  }

  /** Queues an operation; {@code record} is called by the committer. */
  Pending add(Supplier<LogRecord> record, long bytes) {
    Pending operation = new Pending(record, bytes);
    StoreException failed = failure;
    if (failed != null) {
      operation.completeExceptionally(failed);
    } else if (!queue.add(operation)) {
      operation.completeExceptionally(
          new StoreException(StoreException.Kind.CLOSED, "the store is closed", null));
    }
    return operation;
  }

  /** Runs work on the committer's thread, between two batches; false where the store is closed. */
  boolean execute(Runnable task) {
    return queue.execute(task);
  }

  /** Refuses every operation from now on. */
  void fail(String what, Throwable cause) {
    failure = new StoreException(StoreException.Kind.FAILED, what + " in " + directory, cause);
    health = Health.FAILED;
  }

  private void commitAll() {
    List<Runnable> tasks = new ArrayList<>();
    List<Pending> batch = new ArrayList<>(BATCH);
    while (queue.take(
        batch, tasks, BATCH, BATCH_BYTES, health == Health.FULL ? PROBE_NANOS : Long.MAX_VALUE)) {
      try {
        tasks.forEach(Runnable::run);
        if (!batch.isEmpty()) {
          settled.add(new Settled(batch, commit(batch)));
        } else if (health == Health.FULL) {
          write(List.of(new LogRecord.Probe()));
        }
        image.settled();
      } catch (RuntimeException | Error broken) {
        fail("the committer broke", broken);
      }
      tasks.clear();
      batch = new ArrayList<>(BATCH);
    }
    settled.add(new Settled(List.of(), null));
  }

  private @Nullable StoreException commit(List<Pending> batch) {
    if (failure != null) {
      return failure;
    }
    try {
      List<LogRecord> records = new ArrayList<>(batch.size());
      for (Pending operation : batch) {
        records.add(operation.record());
      }
      StoreException refusal = write(records);
      if (refusal == null) {
        records.forEach(image::apply);
      }
      return refusal;
    } catch (RuntimeException | Error broken) {
      fail("the image could not follow the log", broken);
      return failure;
    }
  }

  /** Null where the records are durable. */
  private @Nullable StoreException write(List<LogRecord> records) {
    try {
      log.append(records);
      health = Health.OK;
      if (log.isOverlong()) {
        log.roll();
      }
      return null;
    } catch (CommitLog.RefusedException refused) {
      if (!isForWantOfRoom(refused)) {
        fail("the log could not be written", refused);
        return failure;
      }
      health = Health.FULL;
      return new StoreException(
          StoreException.Kind.FULL, "no room for the log in " + directory, refused);
    } catch (IOException failed) {
      fail("the log could not be synced", failed);
      return failure;
    }
  }

  private boolean isForWantOfRoom(CommitLog.RefusedException refused) {
    String message = String.valueOf(refused.getCause());
    if (message.contains("No space left") || message.contains("quota")) {
      return true;
    }
    try {
      return Files.getFileStore(directory).getUsableSpace() < NO_ROOM;
    } catch (IOException unknown) {
      return false;
    }
  }

  private void completeAll() {
    while (true) {
      Settled next = take();
      if (next.batch().isEmpty()) {
        return;
      }
      StoreException refusal = next.refusal();
      for (Pending operation : next.batch()) {
        if (refusal == null) {
          operation.complete(null);
        } else {
          operation.completeExceptionally(refusal);
        }
      }
    }
  }

  private Settled take() {
    while (true) {
      try {
        return settled.take();
      } catch (InterruptedException ignored) {
        // A callback of a future interrupted its own thread; the others still wait for theirs.
      }
    }
  }

  /**
   * Refuses new operations, and returns when those that wait have been done and their futures
   * completed.
   */
  @Override
  public void close() {
    queue.close();
    join(committer);
    if (Thread.currentThread() != completer) {
      join(completer);
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
