package dev.rondel.node.runtime;

import dev.rondel.node.chain.ChainReplica;
import dev.rondel.node.store.PairStore;
import dev.rondel.node.store.PairStore.Change;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.proto.FetchReply;
import dev.rondel.proto.FetchRequest;
import dev.rondel.proto.KeyVersion;
import dev.rondel.proto.ListReply;
import dev.rondel.proto.ListRequest;
import dev.rondel.proto.PairProto;
import dev.rondel.proto.ReplyFrame;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A learner's copy of one range, in one chain epoch: the source's keys and versions in token order,
 * batch by batch, and of those only the values that differ here. The source is authoritative: what
 * it does not have is dropped. Whatever comes through the chain meanwhile wins, which the core
 * decides for each key ({@link ChainReplica#acceptsCopy}).
 */
final class RangeCopy {

  private static final CompletableFuture<Void> DONE = CompletableFuture.allOf();
  private static final int LIST_LIMIT = 2_000;
  private static final int FETCH_KEYS = 256;
  private static final long FETCH_BYTES = 1 << 20;
  private static final long CALL_MILLIS = 5_000;
  private static final long DISK_MILLIS = 100;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ChainLoop loop;
  private final PairStore store;
  private final Calls calls;
  private final Tokens tokens;
  private final Throttle throttle;
  private final Range range;
  private final TokenRange arc;
  private final BooleanSupplier stopped;
  private final Token rangeToken;
  private final Epoch chainEpoch;

  private final AtomicLong keysTotal = new AtomicLong();
  private final AtomicLong keysDone = new AtomicLong();
  private final AtomicLong bytesCopied = new AtomicLong();
  private int sourceIndex;

  RangeCopy(
      ChainLoop loop,
      PairStore store,
      Calls calls,
      Tokens tokens,
      Throttle throttle,
      Range range,
      TokenRange arc,
      BooleanSupplier stopped) {
    this.loop = loop;
    this.store = store;
    this.calls = calls;
    this.tokens = tokens;
    this.throttle = throttle;
    this.range = range;
    this.arc = arc;
    this.stopped = stopped;
    this.rangeToken = range.token();
    this.chainEpoch = range.chainEpoch();
    this.sourceIndex = range.chain().size() - 1;
  }

  Range range() {
    return range;
  }

  long keysTotal() {
    return keysTotal.get();
  }

  long keysDone() {
    return keysDone.get();
  }

  long bytesCopied() {
    return bytesCopied.get();
  }

  /** Copies until all is there, or the range is no longer learned in this chain epoch. */
  void run() throws InterruptedException {
    Key after = null;
    while (isWanted()) {
      ListReply list = list(after);
      if (list == null) {
        sourceIndex = (sourceIndex + 1) % range.chain().size();
        loop.awaitChange(loop.serving(), System.nanoTime() + PAUSE_NANOS);
        continue;
      }
      keysTotal.set(Math.max(list.getTotal(), keysDone.get() + list.getEntriesCount()));
      if (!copyBatch(list, after)) {
        continue;
      }
      keysDone.addAndGet(list.getEntriesCount());
      if (list.getDone()) {
        loop.post(core -> core.onCaughtUp(rangeToken, chainEpoch));
        return;
      }
      after = Wire.toKey(list.getResume());
    }
  }

  private boolean isWanted() {
    if (stopped.getAsBoolean()) {
      return false;
    }
    View view = loop.serving().view();
    int index = view.indexOf(rangeToken);
    return index >= 0
        && view.ranges().get(index).chainEpoch().equals(chainEpoch)
        && view.arc(index).equals(arc);
  }

  private NodeId source() {
    return range.chain().get(sourceIndex);
  }

  private @Nullable ListReply list(@Nullable Key after) throws InterruptedException {
    var request =
        ListRequest.newBuilder()
            .setRangeToken(Wire.toBytes(rangeToken))
            .setArcAfter(Wire.toBytes(arc.after()))
            .setChainEpoch(chainEpoch.value())
            .setLimit(LIST_LIMIT);
    if (after != null) {
      request.setAfter(Wire.toBytes(after));
    }
    var reply = ask(RequestFrame.newBuilder().setList(request));
    return reply == null || reply.getList().getRefused() ? null : reply.getList();
  }

  /**
   * Makes this node's part of the arc, up to the end of the batch, what the source says; false to
   * try again.
   */
  private boolean copyBatch(ListReply list, @Nullable Key after) throws InterruptedException {
    Map<Key, Version> here = localVersions(after, list);
    var changes = new ArrayList<CompletableFuture<Void>>();
    var wanted = new ArrayList<KeyVersion>();
    for (KeyVersion entry : list.getEntriesList()) {
      Version mine = here.remove(Wire.toKey(entry.getKey()));
      if (mine == null || mine.value() != entry.getVersion()) {
        wanted.add(entry);
      }
    }
    here.forEach(
        (key, version) -> changes.add(apply(new Change.Erase(tokens.of(key), key, version))));
    for (int from = 0; from < wanted.size(); ) {
      int to = from;
      long bytes = 0;
      while (to < wanted.size() && to - from < FETCH_KEYS && bytes < FETCH_BYTES) {
        bytes += wanted.get(to).getSize() + wanted.get(to).getKey().size();
        to++;
      }
      throttle.take(bytes);
      FetchReply fetched = fetch(wanted.subList(from, to));
      if (fetched == null) {
        return false;
      }
      for (PairProto proto : fetched.getPairsList()) {
        Pair pair = Wire.fromProto(proto);
        changes.add(apply(new Change.Put(tokens.of(pair.key()), pair)));
      }
      bytesCopied.addAndGet(bytes);
      from = to;
    }
    return allDurable(changes);
  }

  /** This node's keys after {@code after}, up to where the batch ends. */
  private Map<Key, Version> localVersions(@Nullable Key after, ListReply list) {
    var here = new HashMap<Key, Version>();
    PairStore.Position position =
        after == null ? null : new PairStore.Position(tokens.of(after), after);
    Key last = list.getDone() ? null : Wire.toKey(list.getResume());
    while (true) {
      PairStore.Scan scan = store.scan(arc, position, LIST_LIMIT, false);
      for (PairStore.Entry entry : scan.entries()) {
        if (last != null && isBeyond(entry, last)) {
          return here;
        }
        here.put(entry.pair().key(), entry.pair().version());
        position = entry.position();
      }
      if (scan.done()) {
        return here;
      }
    }
  }

  private boolean isBeyond(PairStore.Entry entry, Key last) {
    Token lastToken = tokens.of(last);
    if (entry.token().equals(lastToken)) {
      return entry.pair().key().compareTo(last) > 0;
    }
    return !new TokenRange(arc.after(), lastToken).contains(entry.token());
  }

  private @Nullable FetchReply fetch(List<KeyVersion> entries) throws InterruptedException {
    var request =
        FetchRequest.newBuilder()
            .setRangeToken(Wire.toBytes(rangeToken))
            .setChainEpoch(chainEpoch.value());
    entries.forEach(entry -> request.addKeys(entry.getKey()));
    var reply = ask(RequestFrame.newBuilder().setFetch(request));
    return reply == null || reply.getFetch().getRefused() ? null : reply.getFetch();
  }

  private @Nullable ReplyFrame ask(RequestFrame.Builder request) throws InterruptedException {
    var reply = calls.ask(source(), request);
    try {
      return reply.get(CALL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException noAnswer) {
      reply.cancel(false);
      return null;
    }
  }

  /**
   * Stores the change on the loop's thread, so that it keeps its place between the chain's writes.
   */
  private CompletableFuture<Void> apply(Change change) {
    var applied = new CompletableFuture<CompletableFuture<Void>>();
    loop.post(
        core ->
            applied.complete(
                core.acceptsCopy(change.token(), change.key(), chainEpoch)
                    ? store.append(change)
                    : DONE));
    return applied.thenCompose(stored -> stored);
  }

  private boolean allDurable(List<CompletableFuture<Void>> changes) throws InterruptedException {
    var all = CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new));
    while (isWanted()) {
      try {
        all.get(DISK_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException slow) {
        // It goes on for as long as the copy is wanted.
      } catch (ExecutionException full) {
        loop.awaitChange(loop.serving(), System.nanoTime() + PAUSE_NANOS);
        return false;
      }
    }
    return false;
  }
}
