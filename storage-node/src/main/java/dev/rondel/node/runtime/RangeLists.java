package dev.rondel.node.runtime;

import com.google.protobuf.ByteString;
import dev.rondel.node.chain.Serving;
import dev.rondel.node.chain.Serving.Standing;
import dev.rondel.node.store.PairStore;
import dev.rondel.node.store.StoreException;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.proto.FetchReply;
import dev.rondel.proto.FetchRequest;
import dev.rondel.proto.KeyVersion;
import dev.rondel.proto.ListReply;
import dev.rondel.proto.ListRequest;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.wire.Wire;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this node tells of the ranges that it serves: to learners for copying, to other nodes for a
 * client's listing. A listing is a read, and checked like one: by lease or confirmation, after the
 * store was read. A key with a write under way is told as dirty, whatever is stored of it.
 */
final class RangeLists {

  private static final int MAX_LIMIT = 10_000;
  private static final int SCAN = 2_000;
  private static final int MAX_SCANNED = 50_000;
  private static final long CONFIRM_MILLIS = 2_000;
  private static final ListReply REFUSED = ListReply.newBuilder().setRefused(true).build();
  private static final FetchReply UNFETCHED = FetchReply.newBuilder().setRefused(true).build();

  private final ChainLoop loop;
  private final PairStore store;
  private final Tokens tokens;
  private final Authority authority;
  private final LongSupplier clock;

  RangeLists(
      ChainLoop loop, PairStore store, Tokens tokens, Authority authority, LongSupplier clock) {
    this.loop = loop;
    this.store = store;
    this.tokens = tokens;
    this.authority = authority;
    this.clock = clock;
  }

  ListReply list(ListRequest request) throws InterruptedException {
    var arc =
        new TokenRange(Wire.toToken(request.getArcAfter()), Wire.toToken(request.getRangeToken()));
    Standing standing = standing(arc, request);
    if (standing == null) {
      return REFUSED;
    }
    ListReply reply = scan(arc, request);
    if (reply == null) {
      return REFUSED;
    }
    boolean holds = !request.getLiveOnly() || authority.holds(arc.to(), deadline());
    return holds && standing(arc, request) == standing ? reply : REFUSED;
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONFIRM_MILLIS);
  }

  /** Null where a pair is damaged: without it the list would say that there is none. */
  private @Nullable ListReply scan(TokenRange arc, ListRequest request) {
    PairStore.Position after = null;
    if (!request.getAfter().isEmpty()) {
      Key key = Wire.toKey(request.getAfter());
      after = new PairStore.Position(tokens.of(key), key);
    }
    int limit = Math.clamp(request.getLimit(), 1, MAX_LIMIT);
    var reply = ListReply.newBuilder();
    if (!request.getLiveOnly()) {
      reply.setTotal(store.sizeOf(arc).entries());
    }
    int scanned = 0;
    boolean done = false;
    while (!done && reply.getEntriesCount() < limit && scanned < MAX_SCANNED) {
      PairStore.Scan batch =
          store.scan(arc, after, Math.min(SCAN, limit - reply.getEntriesCount()), false);
      if (!batch.damaged().isEmpty()) {
        return null;
      }
      for (PairStore.Entry entry : batch.entries()) {
        after = entry.position();
        // Asked after the store was read, as for every read: see DirtyKeys.
        boolean dirty = request.getLiveOnly() && loop.dirty().contains(entry.pair().key());
        if (wanted(entry, dirty, request)) {
          reply.addEntries(
              KeyVersion.newBuilder()
                  .setKey(Wire.toBytes(entry.pair().key()))
                  .setVersion(entry.pair().version().value())
                  .setSize(entry.size())
                  .setDirty(dirty));
        }
      }
      scanned += batch.entries().size();
      done = batch.done();
    }
    return reply
        .setDone(done)
        .setResume(done || after == null ? ByteString.EMPTY : Wire.toBytes(after.key()))
        .build();
  }

  private boolean wanted(PairStore.Entry entry, boolean dirty, ListRequest request) {
    if (!request.getLiveOnly()) {
      return true;
    }
    byte[] prefix = request.getPrefix().toByteArray();
    byte[] key = entry.pair().key().bytes();
    return (dirty || entry.pair().isLive(clock.getAsLong())) && ReservedKeys.isListed(key, prefix);
  }

  FetchReply fetch(FetchRequest request) {
    Token token = Wire.toToken(request.getRangeToken());
    Standing standing = loop.serving().standing(token);
    if (!mayTell(standing, request.getChainEpoch())) {
      return UNFETCHED;
    }
    var reply = FetchReply.newBuilder();
    for (ByteString bytes : request.getKeysList()) {
      Key key = Wire.toKey(bytes);
      Pair pair;
      try {
        pair = store.get(tokens.of(key), key);
      } catch (StoreException damaged) {
        return UNFETCHED;
      }
      if (request.getSettled() && loop.dirty().contains(key)) {
        return UNFETCHED;
      }
      if (pair != null) {
        reply.addPairs(Wire.toProto(pair));
      }
    }
    // A pair may be missing because this node has left the line meanwhile and tidied up.
    return loop.serving().standing(token) == standing ? reply.build() : UNFETCHED;
  }

  /**
   * How this node stands to the arc; null where it may not tell of it. The arc may be more than one
   * range: this node or the asker may not know yet of a split.
   */
  private @Nullable Standing standing(TokenRange arc, ListRequest request) {
    Serving serving = loop.serving();
    Standing standing = serving.standing(arc.to());
    return mayTell(standing, request.getLiveOnly() ? -1 : request.getChainEpoch())
            && serving.view().arc(serving.view().indexOf(arc.to())).covers(arc)
        ? standing
        : null;
  }

  /** A chain epoch below 0 stands for any. */
  private static boolean mayTell(@Nullable Standing standing, long chainEpoch) {
    return standing != null
        && standing.role().serves()
        && (chainEpoch < 0 || standing.chainEpoch().value() == chainEpoch);
  }
}
