package dev.rondel.testbed.history;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The operations of all clients, in any order. Safe for all threads at once. */
public final class History {

  private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  public void add(Operation operation) {
    operations.add(operation);
    size.incrementAndGet();
  }

  public int size() {
    return size.get();
  }

  /** All operations that have been added so far. */
  public List<Operation> operations() {
    return List.copyOf(operations);
  }
}
