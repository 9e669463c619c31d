package dev.rondel.node.runtime;

import dev.rondel.node.chain.ChainReplica;
import dev.rondel.node.store.PairStore;
import dev.rondel.node.store.PairStore.Change;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.Range;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ranges that begin empty at this node, since an operator has given up what was in them. What
 * this node still has of those times is erased, durably; only then the head opens the range, so
 * nothing of it comes back. That may be done again at any time: what is written since has a version
 * of a later chain epoch, and stays.
 */
final class Emptying implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Emptying.class);
  private static final int BATCH = 2_000;
  private static final long RETRY_MILLIS = 500;
  private static final long CLOSE_SECONDS = 5;

  private record Beginning(Token token, Epoch chainEpoch) {}

  private final ChainLoop loop;
  private final PairStore store;
  private final Set<Beginning> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("begin-empty").factory());

  Emptying(ChainLoop loop, PairStore store) {
    this.loop = loop;
    this.store = store;
  }

  /** Starts what is to be emptied and is not under way. On the loop's thread. */
  void follow(ChainReplica core) {
    for (int index : core.toEmpty()) {
      Range range = core.view().ranges().get(index);
      TokenRange arc = core.view().arc(index);
      var beginning = new Beginning(range.token(), range.chainEpoch());
      if (running.add(beginning)) {
        thread.execute(() -> run(beginning, range, arc));
      }
    }
  }

  private void run(Beginning beginning, Range range, TokenRange arc) {
    String told = "";
    try {
      // Writes and copies of earlier lines may still be on their way to the disk.
      while (loop.awaitStored()) {
        String failure = erase(range, arc);
        if (failure.isEmpty()) {
          loop.post(core -> core.onEmptied(range.token(), range.chainEpoch()));
          return;
        }
        if (!failure.equals(told)) {
          log.error("cannot erase what was given up of range {}; trying again: {}", arc, failure);
        }
        told = failure;
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.remove(beginning);
    }
  }

  /** Empty when it is done, else why not. */
  private String erase(Range range, TokenRange arc) {
    try {
      int count = 0;
      PairStore.Position position = null;
      PairStore.Scan scan;
      do {
        scan = store.scan(arc, position, BATCH, false);
        if (!scan.damaged().isEmpty()) {
          // Of what times it is cannot be told; and it may be readable the next time.
          return "key %s is damaged".formatted(scan.damaged().getFirst().key());
        }
        var erasures = new ArrayList<CompletableFuture<Void>>();
        for (PairStore.Entry entry : scan.entries()) {
          position = entry.position();
          var pair = entry.pair();
          if (range.hasGivenUp(pair.version().chainEpoch())) {
            erasures.add(store.append(new Change.Erase(entry.token(), pair.key(), pair.version())));
          }
        }
        CompletableFuture.allOf(erasures.toArray(CompletableFuture[]::new)).join();
        count += erasures.size();
      } while (!scan.done() && !thread.isShutdown());
      if (!scan.done()) {
        return "this node is stopping";
      }
      log.warn("range {} begins empty: erased {} pairs of earlier times", arc, count);
      return "";
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Waits until nothing is erased any more: the store must outlive that. */
  @Override
  public void close() {
    thread.shutdown(); // without an interrupt, which would close the files under the store
    try {
      thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
