package dev.rondel.node.runtime;

import com.google.protobuf.ByteString;
import dev.rondel.node.runtime.Gateway.Cursor;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.node.runtime.Gateway.ListingUnavailableException;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.Gateway.Page;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Version;
import dev.rondel.proto.KeyVersion;
import dev.rondel.proto.ListReply;
import dev.rondel.proto.ListRequest;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keys in the order of their tokens, range by range. A listing is not a snapshot: keys that are
 * written while it runs may be in it or not, all others are in it once. Each key is listed, or not,
 * as a read of it would have found it at some moment: where a write is under way the key is read,
 * behind that write, so that nothing is listed that may yet vanish.
 */
final class Listing {

  private static final long TIMEOUT_MILLIS = 5_000;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final byte[] NO_PREFIX = {};
  private static final Duration READ_TIMEOUT = Duration.ofMillis(TIMEOUT_MILLIS);

  private final NodeId self;
  private final ChainLoop loop;
  private final Tokens tokens;
  private final Calls calls;
  private final RangeLists lists;
  private final Function<Operation, Outcome> table;

  /**
   * @param table where keys are read
   */
  Listing(
      NodeId self,
      ChainLoop loop,
      Tokens tokens,
      Calls calls,
      RangeLists lists,
      Function<Operation, Outcome> table) {
    this.self = self;
    this.loop = loop;
    this.tokens = tokens;
    this.calls = calls;
    this.lists = lists;
    this.table = table;
  }

  /** An arc that does not wrap, and the range that it is a part of. */
  private record Segment(TokenRange arc, Range range) {}

  Page list(@Nullable Cursor cursor, byte[] prefix, int limit, boolean local)
      throws InterruptedException {
    Key after = cursor == null ? null : Key.of(cursor.position());
    return list(Token.MAX, after, prefix, limit, local);
  }

  Page listAfter(Token token, int limit) throws InterruptedException {
    return list(token, null, NO_PREFIX, limit, false);
  }

  /**
   * @param from where it begins unless after a key; {@link Token#MAX} stands for the lowest of all
   */
  private Page list(Token from, @Nullable Key after, byte[] prefix, int limit, boolean local)
      throws InterruptedException {
    var entries = new ArrayList<Listed>();
    Key resume = after;
    Token start = from;
    long until = deadline();
    while (true) {
      // Looked up again for each part: ranges may be split or move meanwhile.
      View view = loop.serving().view();
      if (view.ranges().isEmpty()) {
        return new Page(entries, null);
      }
      Segment segment = segment(view, resume == null ? start : startBelow(view, tokens.of(resume)));
      if (!local || segment.range().head().equals(self)) {
        ListReply reply = ask(view, segment, resume, prefix, Math.max(1, limit) - entries.size());
        if (reply == null) {
          waitForReplica(view, segment.range(), until);
          continue;
        }
        until = deadline();
        entries.addAll(listed(reply.getEntriesList()));
        if (entries.size() >= limit && !entries.isEmpty()) {
          return new Page(entries, new Cursor(entries.getLast().key().bytes()));
        }
        if (!reply.getDone()) {
          resume = Wire.toKey(reply.getResume());
          continue;
        }
      }
      resume = null;
      start = segment.arc().to();
      if (start.equals(Token.MAX)) {
        return new Page(entries, null);
      }
    }
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
  }

  private List<Listed> listed(List<KeyVersion> entries) {
    if (entries.stream().noneMatch(KeyVersion::getDirty)) {
      return entries.stream().map(Listing::asStored).toList();
    }
    var reads = new HashMap<Key, CompletableFuture<Outcome>>();
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (KeyVersion entry : entries) {
        if (entry.getDirty()) {
          var get = new Operation.Get(Wire.toKey(entry.getKey()), READ_TIMEOUT);
          reads.put(get.key(), CompletableFuture.supplyAsync(() -> table.apply(get), readers));
        }
      }
    }
    var listed = new ArrayList<Listed>(entries.size());
    for (KeyVersion entry : entries) {
      var read = reads.get(Wire.toKey(entry.getKey()));
      if (read == null) {
        listed.add(asStored(entry));
      } else {
        asRead(read.join()).ifPresent(listed::add);
      }
    }
    return listed;
  }

  private static Optional<Listed> asRead(Outcome read) {
    return switch (read) {
      case Outcome.Found(Pair pair, _) ->
          Optional.of(
              new Listed(pair.key(), pair.version(), Objects.requireNonNull(pair.value()).size()));
      case Outcome.Missing _ -> Optional.empty();
      case Outcome.Unavailable unavailable -> throw new ListingUnavailableException(unavailable);
      case Outcome.Stored _,
          Outcome.Deleted _,
          Outcome.ConditionFailed _,
          Outcome.Unknown _,
          Outcome.Full _ ->
          throw new IllegalStateException("a read came to " + read);
    };
  }

  private static Listed asStored(KeyVersion entry) {
    return new Listed(Wire.toKey(entry.getKey()), new Version(entry.getVersion()), entry.getSize());
  }

  /**
   * The segment after {@code start}, up to where its range ends; {@link Token#MAX} stands for the
   * lowest of all.
   */
  private static Segment segment(View view, Token start) {
    Token end =
        view.ranges().stream()
            .map(Range::token)
            .filter(token -> start.equals(Token.MAX) || token.compareTo(start) > 0)
            .findFirst()
            .orElse(Token.MAX);
    return new Segment(new TokenRange(start, end), view.rangeOf(end).orElseThrow());
  }

  /** Where the segment of {@code position} begins. */
  private static Token startBelow(View view, Token position) {
    return view.ranges().stream()
        .map(Range::token)
        .filter(token -> token.compareTo(position) < 0)
        .reduce((lower, higher) -> higher)
        .orElse(Token.MAX);
  }

  private @Nullable ListReply ask(
      View view, Segment segment, @Nullable Key resume, byte[] prefix, int limit)
      throws InterruptedException {
    var request =
        ListRequest.newBuilder()
            .setArcAfter(Wire.toBytes(segment.arc().after()))
            .setRangeToken(Wire.toBytes(segment.arc().to()))
            .setLiveOnly(true)
            .setPrefix(ByteString.copyFrom(prefix))
            .setLimit(limit);
    if (resume != null) {
      request.setAfter(Wire.toBytes(resume));
    }
    for (NodeId replica : segment.range().chain()) {
      ListReply reply = askReplica(view, replica, request.build());
      if (reply != null && !reply.getRefused()) {
        return reply;
      }
    }
    return null;
  }

  private void waitForReplica(View view, Range range, long until) throws InterruptedException {
    if (Unavailability.everyReplicaIsDown(view, range) || System.nanoTime() - until >= 0) {
      throw new ListingUnavailableException(
          Unavailability.of(
              self, view, range, "no replica of range " + range.token() + " answers"));
    }
    loop.awaitChange(loop.serving(), System.nanoTime() + PAUSE_NANOS);
  }

  private @Nullable ListReply askReplica(View view, NodeId replica, ListRequest request)
      throws InterruptedException {
    if (replica.equals(self)) {
      return lists.list(request);
    }
    if (!Unavailability.isUp(view, replica)) {
      return null;
    }
    var reply = calls.ask(replica, RequestFrame.newBuilder().setList(request));
    try {
      return reply.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).getList();
    } catch (ExecutionException | TimeoutException noAnswer) {
      reply.cancel(false);
      return null;
    }
  }
}
