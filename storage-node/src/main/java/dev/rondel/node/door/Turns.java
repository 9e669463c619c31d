package dev.rondel.node.door;

import dev.rondel.pair.Key;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The order in which this node's clients change the same key: one after the other, first come first
 * served. What they do would be right without; but of many who read the same version all but one
 * write in vain.
 *
 * <p>Where others wait here, the turn is handed on after a pause, in which the clients of other
 * nodes have their chance: a node that is the key's head itself would always be faster than they.
 */
final class Turns {

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final ConcurrentHashMap<Key, Turn> turns = new ConcurrentHashMap<>();

  /** Whose turn it is, and how many have or want it. */
  private static final class Turn {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final AtomicInteger users = new AtomicInteger();
  }

  /**
   * Does the work when it is its turn.
   *
   * @param until the moment, by {@link System#nanoTime}, at which nobody waits any more
   */
  <T> T take(Key key, long until, Supplier<T> work) throws InterruptedException {
    Turn turn =
        turns.compute(
            key,
            (_, known) -> {
              Turn joined = known == null ? new Turn() : known;
              joined.users.incrementAndGet();
              return joined;
            });
    try {
      if (!turn.lock.tryLock(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw Table.tooLate();
      }
      try {
        return workAndPause(turn, work);
      } finally {
        turn.lock.unlock();
      }
    } finally {
      turns.computeIfPresent(key, (_, left) -> left.users.decrementAndGet() == 0 ? null : left);
    }
  }

  private static <T> T workAndPause(Turn turn, Supplier<T> work) {
    long started = System.nanoTime();
    T done = work.get();
    if (turn.users.get() > 1) {
      LockSupport.parkNanos(Math.min(LONGEST_PAUSE_NANOS, (System.nanoTime() - started) / 2));
    }
    return done;
  }

  /** For how many keys there is an order now. */
  int size() {
    return turns.size();
  }
}
