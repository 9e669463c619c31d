package dev.rondel.node.runtime;

import dev.rondel.node.chain.ChainReplica;
import dev.rondel.node.chain.RangeCopy;
import dev.rondel.node.store.PairStore;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copies that this node has under way, a bounded number at a time. */
final class Learning implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Learning.class);
  private static final long CLOSE_SECONDS = 5;

  private record Copy(Token token, Epoch chainEpoch) {}

  private final ChainLoop loop;
  private final PairStore store;
  private final Calls calls;
  private final Tokens tokens;
  private final Throttle throttle;
  private final ExecutorService threads;
  private final Map<Copy, RangeCopy> running = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  Learning(
      ChainLoop loop,
      PairStore store,
      Calls calls,
      Tokens tokens,
      NodeProperties.Redistribution limits) {
    this.loop = loop;
    this.store = store;
    this.calls = calls;
    this.tokens = tokens;
    this.throttle = new Throttle(limits.rate().toBytes());
    this.threads =
        Executors.newFixedThreadPool(
            limits.concurrency(), Thread.ofPlatform().daemon().name("range-copy-", 0).factory());
  }

  /** Starts what the core has to learn and is not copied yet. On the loop's thread. */
  void follow(ChainReplica core) {
    if (stopped) {
      return;
    }
    View view = core.view();
    for (int index : core.learning()) {
      Range range = view.ranges().get(index);
      var copy = new Copy(range.token(), range.chainEpoch());
      if (!running.containsKey(copy)) {
        var rangeCopy = new RangeCopy(range, view.arc(index));
        var job = new CopyJob(loop, store, calls, tokens, throttle, rangeCopy, () -> stopped);
        running.put(copy, rangeCopy);
        threads.execute(() -> run(copy, job));
      }
    }
  }

  private void run(Copy copy, CopyJob job) {
    try {
      // What this node had of the range from earlier may be about to go, or to come: a copy that
      // saw
      // it otherwise would not fetch it, or not drop it.
      if (loop.awaitStored()) {
        job.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("cannot copy range {}", copy.token(), e);
    } finally {
      running.remove(copy);
    }
  }

  List<RangeCopy> running() {
    return List.copyOf(running.values());
  }

  /** Asks the copies to end; see {@link #close()}. */
  void stop() {
    stopped = true;
    threads.shutdown();
  }

  /** Waits until the copies have ended: the store must outlive them. */
  @Override
  public void close() {
    stop();
    try {
      threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
