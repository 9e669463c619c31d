package dev.rondel.node.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What waits for the committer: operations, bounded in number and bytes, and tasks of the store
 * itself, unbounded.
 */
final class CommitQueue {

  /** An operation that waits, and its future; the record is made by the committer. */
  static final class Pending extends CompletableFuture<Void> {
    private final Supplier<LogRecord> record;
    private final long bytes;

    Pending(Supplier<LogRecord> record, long bytes) {
      this.record = record;
      this.bytes = bytes;
    }

    LogRecord record() {
      return record.get();
    }
  }

  private final int maxOperations;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Deque<Pending> operations = new ArrayDeque<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private long bytes;
  private boolean takerWaits;
  private boolean closed;

  CommitQueue(int maxOperations, long maxBytes) {
    this.maxOperations = maxOperations;
    this.maxBytes = maxBytes;
  }

  /** Queues the operation, waiting for room; false where the queue is closed. */
  boolean add(Pending operation) {
    lock.lock();
    try {
      while (!closed
          && !operations.isEmpty()
          && (operations.size() >= maxOperations || bytes >= maxBytes)) {
        room.awaitUninterruptibly();
      }
      if (closed) {
        return false;
      }
      operations.add(operation);
      bytes += operation.bytes;
      wakeTaker();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Queues work for the committer's thread, which is done before the operations that wait; false
   * where closed.
   */
  boolean execute(Runnable task) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      tasks.add(task);
      wakeTaker();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void wakeTaker() {
    if (takerWaits) {
      work.signal();
    }
  }

  /**
   * Moves all tasks, and operations up to the limits but at least one, to the lists; waits up to
   * {@code nanos} where there is nothing. False where the queue is closed and empty.
   */
  boolean take(List<Pending> batch, List<Runnable> toDo, int limit, long byteLimit, long nanos) {
    lock.lock();
    try {
      long left = nanos;
      takerWaits = true;
      while (operations.isEmpty() && tasks.isEmpty() && !closed && left > 0) {
        left = await(left);
      }
      takerWaits = false;
      toDo.addAll(tasks);
      tasks.clear();
      boolean wasFull = operations.size() >= maxOperations || bytes >= maxBytes;
      long taken = 0;
      while (!operations.isEmpty() && batch.size() < limit && taken < byteLimit) {
        Pending next = operations.remove();
        taken += next.bytes;
        batch.add(next);
      }
      bytes -= taken;
      if (wasFull) {
        room.signalAll();
      }
      return !(closed && batch.isEmpty() && toDo.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // The caller's.
  private long await(long nanos) {
    try {
      return work.awaitNanos(nanos);
    } catch (InterruptedException ignored) {
      // The committer's thread is its own; nobody has a reason to interrupt it.
      return nanos;
    }
  }

  /** Refuses what comes from now on; what waits can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      work.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
