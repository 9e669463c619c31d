package dev.rondel.node.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the changed pages of the image to its file. The committer begins and ends a checkpoint,
 * which costs it next to nothing; the writing is done by a thread of its own.
 *
 * <p>Journal, sync, pages in place, sync, log dropped: at every moment the file, a complete journal
 * and the log give everything that was acknowledged. Where the journal, or the image, found no room
 * the pages count as changed again; where it is complete and its pages could not be put in place,
 * that is done again before anything else.
 */
final class Checkpointer implements AutoCloseable {

  /** What it needs of the store; called by the committer's thread. */
  interface Store {
    /**
     * Makes the image whole as of now, rolls the log, and gives the number of the last operation in
     * the image.
     */
    long prepare() throws IOException;

    void execute(Runnable task);

    void fail(String what, Throwable cause);
  }

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private enum Step {
    IDLE,
    WRITING,
    /** The journal is complete, its pages are not yet in place. */
    IN_PLACE_FAILED
  }

  private final PagedVolume volume;
  private final CommitLog log;
  private final Journal journal;
  private final long privateBytes;
  private final Store store;
  private final ExecutorService writer;
  private Future<?> writing = CompletableFuture.completedFuture(null);

  // The rest, and the field above, belongs to the committer's thread.
  private Step step = Step.IDLE;
  private List<PagedSlice> frozen = List.of();
  private long frozenAt;
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private List<CompletableFuture<Void>> served = List.of();
  private boolean failed;
  private long failedAt;

  Checkpointer(
      PagedVolume volume,
      CommitLog log,
      Journal journal,
      long privateBytes,
      String name,
      Store store) {
    this.volume = volume;
    this.log = log;
    this.journal = journal;
    this.privateBytes = privateBytes;
    this.store = store;
    this.writer =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("checkpoint-" + name).factory());
  }

  boolean isWriting() {
    return step == Step.WRITING;
  }

  /** Whether the last one came to nothing, and it is time for another. */
  boolean wantsRetry() {
    return failed && step != Step.WRITING && System.nanoTime() - failedAt > RETRY_NANOS;
  }

  /**
   * Asks for a checkpoint of what has been applied by now; the future fails where it came to
   * nothing.
   */
  void request(@Nullable CompletableFuture<Void> done) {
    if (done != null) {
      waiting.add(done);
    }
    if (step != Step.WRITING) {
      begin();
    }
  }

  /** Waits until the thread that writes has done what it is at. */
  void awaitWriter() {
    try {
      writing.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the checkpoint's thread broke", e);
    }
  }

  private void begin() {
    if (step == Step.IN_PLACE_FAILED) {
      // Those who wait want newer changes in the file than this journal has.
      start(this::putInPlace);
      return;
    }
    served = waiting;
    waiting = new ArrayList<>();
    try {
      frozenAt = store.prepare();
      frozen = volume.freeze();
    } catch (IOException refused) {
      finish(Step.IDLE, refused);
      return;
    }
    start(this::write);
  }

  private void start(Runnable work) {
    step = Step.WRITING;
    writing = writer.submit(work);
  }

  private void write() {
    try {
      journal.write(frozen);
    } catch (Journal.SyncException failed) {
      store.fail("the journal could not be synced", failed);
      end(Step.IDLE, failed);
      return;
    } catch (IOException | RuntimeException | Error failed) {
      store.execute(() -> volume.thaw(frozen));
      end(Step.IDLE, failed);
      return;
    }
    putInPlace();
  }

  private void putInPlace() {
    try {
      journal.carryOut(volume.file());
      log.dropBelow(frozenAt);
      store.execute(() -> volume.releaseAbove(privateBytes));
      end(Step.IDLE, null);
    } catch (Journal.SyncException failed) {
      store.fail("the image could not be synced", failed);
      end(Step.IDLE, failed);
    } catch (IOException | RuntimeException | Error failed) {
      end(Step.IN_PLACE_FAILED, failed);
    }
  }

  private void end(Step next, @Nullable Throwable failure) {
    store.execute(
        () -> {
          finish(next, failure);
          if (!waiting.isEmpty()) {
            begin();
          }
        });
  }

  private void finish(Step next, @Nullable Throwable failure) {
    step = next;
    failed = failure != null;
    failedAt = System.nanoTime();
    List<CompletableFuture<Void>> done = served;
    served = List.of();
    if (failure == null) {
      done.forEach(each -> each.complete(null));
      return;
    }
    done.forEach(each -> each.completeExceptionally(failure));
    waiting.forEach(each -> each.completeExceptionally(failure));
    waiting = new ArrayList<>();
  }

  /**
   * Waits for what is being written; the thread is never interrupted, for that would close the
   * files under it.
   */
  @Override
  public void close() {
    writer.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (writer.awaitTermination(1, TimeUnit.DAYS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
