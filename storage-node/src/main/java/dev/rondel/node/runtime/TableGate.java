package dev.rondel.node.runtime;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.View;
import dev.rondel.wire.Via;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to a table that may be exchanged for another one. Requests pass together; where the table
 * is exchanged they wait, and where it is frozen only reads pass.
 */
final class TableGate implements Gateway {

  private final ReentrantReadWriteLock passing = new ReentrantReadWriteLock();
  private volatile Gateway table;
  private volatile @Nullable String frozen;

  TableGate(Gateway table) {
    this.table = table;
  }

  /**
   * Refuses writes from now on, with this reason; all that were let in before have their outcome
   * when it returns.
   */
  void freeze(String why) {
    passing.writeLock().lock();
    try {
      frozen = why;
    } finally {
      passing.writeLock().unlock();
    }
  }

  void thaw() {
    frozen = null;
  }

  /**
   * Changes the table when no request is under way; those that come meanwhile go to what is there
   * then, also where the change has failed.
   */
  void exchange(Runnable change, Supplier<Gateway> there) {
    passing.writeLock().lock();
    try {
      change.run();
    } finally {
      table = there.get();
      passing.writeLock().unlock();
    }
  }

  @Override
  public Outcome execute(Operation operation, Via via) {
    return pass(
        () -> {
          String why = frozen;
          if (why != null && !(operation instanceof Operation.Get)) {
            return new Outcome.Unavailable(
                why, List.of(), new Route(self(), List.of(), view().epoch()));
          }
          return table.execute(operation, via);
        });
  }

  @Override
  public View view() {
    return table.view();
  }

  @Override
  public NodeId self() {
    return table.self();
  }

  @Override
  public Page list(@Nullable Cursor cursor, byte[] prefix, int limit, boolean local) {
    return pass(() -> table.list(cursor, prefix, limit, local));
  }

  @Override
  public Page listAfter(Token token, int limit) {
    return pass(() -> table.listAfter(token, limit));
  }

  private <T> T pass(Supplier<T> request) {
    passing.readLock().lock();
    try {
      return request.get();
    } finally {
      passing.readLock().unlock();
    }
  }
}
