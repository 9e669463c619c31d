package dev.rondel.coordinator.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The newest snapshot, for any number of readers, and a place to wait for one that is as it should
 * be.
 */
public final class SnapshotBoard {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile Snapshot snapshot;
  private volatile boolean closed;

  SnapshotBoard(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  /**
   * Blocks until a snapshot fulfils the condition; none where that took too long, or the
   * coordinator ends.
   */
  public Optional<Snapshot> await(Predicate<Snapshot> condition, Duration patience)
      throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!condition.test(snapshot)) {
        if (left <= 0 || closed) {
          return Optional.empty();
        }
        left = changed.awaitNanos(left);
      }
      return Optional.of(snapshot);
    } finally {
      lock.unlock();
    }
  }

  void show(Snapshot newest) {
    lock.lock();
    try {
      snapshot = newest;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sends everybody away who waits. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** For readers that wait in their own way, such as streams. */
  public boolean isClosed() {
    return closed;
  }
}
