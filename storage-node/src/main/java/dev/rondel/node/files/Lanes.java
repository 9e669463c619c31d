package dev.rondel.node.files;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Work on virtual threads, some of it at the same time. After the first failure none is begun. */
final class Lanes implements AutoCloseable {

  /** How many chunks of one file are on their way at once. */
  static final int WIDTH = 4;

  private final Semaphore room = new Semaphore(WIDTH);
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  /** Begins this as soon as there is room; throws what failed before. */
  void run(Runnable work) {
    room.acquireUninterruptibly();
    if (failure.get() != null) {
      room.release();
      throwFailure();
    }
    Thread.ofVirtual().name("rondel-files").start(() -> finish(work));
  }

  private void finish(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } finally {
      room.release();
    }
  }

  /** Waits for all that was begun; throws what failed. */
  void finish() {
    close();
    throwFailure();
  }

  private void throwFailure() {
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /** Waits for all that was begun. */
  @Override
  public void close() {
    room.acquireUninterruptibly(WIDTH);
    room.release(WIDTH);
  }
}
