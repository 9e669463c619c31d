package dev.rondel.node.runtime;

import dev.rondel.node.chain.Serving;
import dev.rondel.node.runtime.Calls.NoAnswer;
import dev.rondel.node.store.PairStore.Change;
import dev.rondel.node.store.PairStore.Damaged;
import dev.rondel.pair.Pair;
import dev.rondel.proto.FetchReply;
import dev.rondel.proto.FetchRequest;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Range;
import dev.rondel.wire.Wire;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends pairs that are damaged on this node's disk, one after the other: another member of the
 * chain tells what it has stored of the key, and that takes the damaged pair's place. Only where no
 * write of the key was under way here before it was asked, nor there after it had looked: then what
 * is damaged was committed, and what the other has is committed and not older. What is stored here
 * meanwhile stays.
 *
 * <p>A pair that cannot be mended is tried again when it is met again, by a read or by the {@link
 * Janitor}, but not at once.
 */
final class Mender implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Mender.class);
  private static final int MOST = 10_000;
  private static final long CALL_MILLIS = 2_000;
  private static final long AGAIN_SECONDS = 5;

  private final NodeId self;
  private final ChainLoop loop;
  private final Calls calls;
  private final Set<Damaged> known = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("mender").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  Mender(NodeId self, ChainLoop loop, Calls calls) {
    this.self = self;
    this.loop = loop;
    this.calls = calls;
  }

  /** A damaged pair was met. Returns at once. */
  void onDamage(Damaged damaged) {
    if (known.size() < MOST && known.add(damaged)) {
      thread.execute(() -> tryToMend(damaged));
    }
  }

  private void tryToMend(Damaged damaged) {
    try {
      mend(damaged);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("cannot mend key {}", damaged.key(), e);
    } finally {
      var _ = thread.schedule(() -> known.remove(damaged), AGAIN_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void mend(Damaged damaged) throws InterruptedException {
    Serving serving = loop.serving();
    Serving.Standing standing = serving.standing(damaged.token());
    if (standing == null
        || !standing.role().serves() // a learner copies it; what does not belong here is dropped
        || loop.dirty().contains(damaged.key())) {
      return;
    }
    Range range = serving.view().rangeOf(damaged.token()).orElseThrow();
    for (NodeId other : range.chain()) {
      if (!other.equals(self) && Unavailability.isUp(serving.view(), other)) {
        FetchReply reply = ask(other, damaged, range);
        if (reply != null && !reply.getRefused()) {
          Pair pair = reply.getPairsCount() == 0 ? null : Wire.fromProto(reply.getPairs(0));
          replace(damaged, range, pair, other);
          return;
        }
      }
    }
    log.error(
        "what is stored of key {} does not match its checksum, and no other node of its chain {}"
            + " can give it now; until one can, only a new value replaces it",
        damaged.key(),
        range.chain());
  }

  private @Nullable FetchReply ask(NodeId other, Damaged damaged, Range range)
      throws InterruptedException {
    var request =
        FetchRequest.newBuilder()
            .setRangeToken(Wire.toBytes(range.token()))
            .setChainEpoch(range.chainEpoch().value())
            .setSettled(true)
            .addKeys(Wire.toBytes(damaged.key()));
    try {
      return calls
          .askAndWait(other, RequestFrame.newBuilder().setFetch(request), CALL_MILLIS)
          .getFetch();
    } catch (NoAnswer silent) {
      return null;
    }
  }

  private void replace(Damaged damaged, Range range, @Nullable Pair pair, NodeId source) {
    loop.post(
        core -> {
          if (core.serving().serves(damaged.token(), range.chainEpoch())) {
            var _ =
                loop.store(new Change.Mend(damaged, pair))
                    .thenRun(
                        () ->
                            log.warn(
                                "what was stored of key {} did not match its checksum; mended with"
                                    + " what {} has",
                                damaged.key(),
                                source));
          }
        });
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
