package dev.rondel.node.runtime;

import dev.rondel.node.chain.Request;
import dev.rondel.node.chain.Serving;
import dev.rondel.node.chain.Serving.Role;
import dev.rondel.node.store.PairStore;
import dev.rondel.pair.Pair;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.View;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans up behind the chains, slowly: pairs of ranges that this node has left, tombstones that
 * stayed behind, and, at the head, values whose time is over. Every removal is decided on the
 * chain's thread, and only for the version seen.
 */
final class Janitor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Janitor.class);
  private static final long EVERY_SECONDS = 5;
  private static final int BATCH = 1_000;
  private static final int BATCHES_A_ROUND = 20;
  private static final long CLOSE_SECONDS = 5;

  private final ChainLoop loop;
  private final PairStore store;
  private final LongSupplier clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("janitor").factory());

  private volatile boolean closed;
  private int nextRange;
  private PairStore.@Nullable Position position;

  Janitor(ChainLoop loop, PairStore store, LongSupplier clock) {
    this.loop = loop;
    this.store = store;
    this.clock = clock;
  }

  void start() {
    var _ =
        timer.scheduleWithFixedDelay(this::round, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  void round() {
    try {
      for (int i = 0; i < BATCHES_A_ROUND; i++) {
        if (closed || !batch()) {
          return;
        }
      }
    } catch (RuntimeException e) {
      log.error("cannot clean up", e);
    }
  }

  /** Looks at the next batch; false where a whole turn over the ring has been made. */
  private boolean batch() {
    Serving serving = loop.serving();
    View view = serving.view();
    if (nextRange >= view.ranges().size()) {
      nextRange = 0;
      position = null;
      return false;
    }
    TokenRange arc = view.arc(nextRange);
    if (position != null && !arc.contains(position.token())) {
      position = null;
    }
    Role role = serving.standing(nextRange).role();
    var scan = store.scan(arc, position, BATCH, false);
    for (PairStore.Entry entry : scan.entries()) {
      position = entry.position();
      look(entry, role);
    }
    if (scan.done()) {
      nextRange++;
      position = null;
    }
    return true;
  }

  private void look(PairStore.Entry entry, Role role) {
    Pair pair = entry.pair();
    if (role == Role.NONE || (pair.isTombstone() && role.serves())) {
      loop.post(core -> core.tidy(entry.token(), pair.key(), pair.version(), pair.isTombstone()));
    } else if (!pair.isLive(clock.getAsLong())
        && role == Role.HEAD
        && !loop.dirty().contains(pair.key())) {
      loop.submit(
          entry.token(),
          pair.key(),
          new Request.Decide(
              current ->
                  current != null && current.version().equals(pair.version())
                      ? new Request.Write(null, 0)
                      : new Request.Refuse()));
    }
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdown();
    try {
      timer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
