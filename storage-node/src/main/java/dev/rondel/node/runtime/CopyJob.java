package dev.rondel.node.runtime;

import dev.rondel.node.chain.RangeCopy;
import dev.rondel.node.store.PairStore;
import dev.rondel.node.store.PairStore.Change;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.proto.FetchRequest;
import dev.rondel.proto.ListReply;
import dev.rondel.proto.ListRequest;
import dev.rondel.proto.ReplyFrame;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Epoch;
import dev.rondel.wire.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a {@link RangeCopy}: asks the source, stores the differences between the chain's own
 * writes, and ends when all is there or the copy is no longer wanted. Runs on a thread of its own.
 */
final class CopyJob {

  private static final CompletableFuture<Void> DONE = CompletableFuture.allOf();
  private static final Version NONE = new Version(0);
  private static final int LIST_LIMIT = 2_000;
  private static final long CALL_MILLIS = 5_000;
  private static final long DISK_MILLIS = 100;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ChainLoop loop;
  private final PairStore store;
  private final Calls calls;
  private final Tokens tokens;
  private final Throttle throttle;
  private final RangeCopy copy;
  private final TokenRange arc;
  private final Token rangeToken;
  private final Epoch chainEpoch;
  private final BooleanSupplier stopped;

  CopyJob(
      ChainLoop loop,
      PairStore store,
      Calls calls,
      Tokens tokens,
      Throttle throttle,
      RangeCopy copy,
      BooleanSupplier stopped) {
    this.loop = loop;
    this.store = store;
    this.calls = calls;
    this.tokens = tokens;
    this.throttle = throttle;
    this.copy = copy;
    this.arc = copy.arc();
    this.rangeToken = copy.range().token();
    this.chainEpoch = copy.range().chainEpoch();
    this.stopped = stopped;
  }

  void run() throws InterruptedException {
    while (isWanted()) {
      switch (copy.next()) {
        case RangeCopy.Step.Ask(var source, var after) -> list(source, after);
        case RangeCopy.Step.Fetch fetch -> fetch(fetch);
        case RangeCopy.Step.Store(var changes) -> store(changes);
        case RangeCopy.Step.Done() -> {
          loop.post(core -> core.onCaughtUp(rangeToken, chainEpoch));
          return;
        }
      }
    }
  }

  private boolean isWanted() {
    return !stopped.getAsBoolean() && copy.isWanted(loop.serving().view());
  }

  private void list(NodeId source, @Nullable Key after) throws InterruptedException {
    var request =
        ListRequest.newBuilder()
            .setRangeToken(Wire.toBytes(rangeToken))
            .setArcAfter(Wire.toBytes(arc.after()))
            .setChainEpoch(chainEpoch.value())
            .setLimit(LIST_LIMIT);
    if (after != null) {
      request.setAfter(Wire.toBytes(after));
    }
    var reply = ask(source, RequestFrame.newBuilder().setList(request));
    if (reply == null || reply.getList().getRefused()) {
      refused();
      return;
    }
    ListReply list = reply.getList();
    var entries =
        list.getEntriesList().stream()
            .map(
                entry ->
                    new RangeCopy.Listed(
                        Wire.toKey(entry.getKey()),
                        new Version(entry.getVersion()),
                        entry.getSize()))
            .toList();
    Key upTo = list.getDone() ? null : Wire.toKey(list.getResume());
    copy.onListed(new RangeCopy.Batch(entries, upTo, list.getTotal()), localVersions(after, upTo));
  }

  private void refused() throws InterruptedException {
    copy.onRefused();
    pause();
  }

  private void pause() throws InterruptedException {
    loop.awaitChange(loop.serving(), System.nanoTime() + PAUSE_NANOS);
  }

  /** This node's keys after {@code after}, up to where the batch ends. */
  private Map<Key, Version> localVersions(@Nullable Key after, @Nullable Key upTo) {
    var here = new HashMap<Key, Version>();
    PairStore.Position position =
        after == null ? null : new PairStore.Position(tokens.of(after), after);
    while (true) {
      PairStore.Scan scan = store.scan(arc, position, LIST_LIMIT, false);
      for (PairStore.Damaged damaged : scan.damaged()) {
        if (upTo == null || !isBeyond(damaged.token(), damaged.key(), upTo)) {
          forget(damaged);
          here.put(damaged.key(), NONE);
        }
      }
      for (PairStore.Entry entry : scan.entries()) {
        if (upTo != null && isBeyond(entry.token(), entry.pair().key(), upTo)) {
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

  /**
   * Nobody knows which version is damaged, nor whether it can be read the next time: it makes room
   * for one that is older than all, which the copy replaces or drops.
   */
  private void forget(PairStore.Damaged damaged) {
    var _ = apply(new Change.Put(damaged.token(), Pair.tombstone(damaged.key(), NONE)));
  }

  private boolean isBeyond(Token token, Key key, Key last) {
    Token lastToken = tokens.of(last);
    if (token.equals(lastToken)) {
      return key.compareTo(last) > 0;
    }
    return !new TokenRange(arc.after(), lastToken).contains(token);
  }

  private void fetch(RangeCopy.Step.Fetch fetch) throws InterruptedException {
    throttle.take(fetch.bytes());
    var request =
        FetchRequest.newBuilder()
            .setRangeToken(Wire.toBytes(rangeToken))
            .setChainEpoch(chainEpoch.value());
    fetch.keys().forEach(key -> request.addKeys(Wire.toBytes(key)));
    var reply = ask(fetch.source(), RequestFrame.newBuilder().setFetch(request));
    if (reply == null || reply.getFetch().getRefused()) {
      refused();
    } else {
      copy.onFetched(reply.getFetch().getPairsList().stream().map(Wire::fromProto).toList());
    }
  }

  private @Nullable ReplyFrame ask(NodeId source, RequestFrame.Builder request)
      throws InterruptedException {
    var reply = calls.ask(source, request);
    try {
      return reply.get(CALL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException noAnswer) {
      reply.cancel(false);
      return null;
    }
  }

  private void store(List<RangeCopy.Change> changes) throws InterruptedException {
    var stored =
        CompletableFuture.allOf(
            changes.stream()
                .map(change -> stored(tokens.of(change.key()), change))
                .map(this::apply)
                .toArray(CompletableFuture[]::new));
    while (isWanted()) {
      try {
        stored.get(DISK_MILLIS, TimeUnit.MILLISECONDS);
        copy.onStored();
        return;
      } catch (TimeoutException slow) {
        // It goes on for as long as the copy is wanted.
      } catch (ExecutionException full) {
        copy.onStoreFailed();
        pause();
        return;
      }
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
                    ? loop.store(change)
                    : DONE));
    return applied.thenCompose(done -> done);
  }

  private static Change stored(Token token, RangeCopy.Change change) {
    return switch (change) {
      case RangeCopy.Change.Put(var pair) -> new Change.Put(token, pair);
      case RangeCopy.Change.Drop(var key, var version) -> new Change.Erase(token, key, version);
    };
  }
}
