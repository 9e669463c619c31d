package dev.rondel.node.runtime;

import com.google.protobuf.ByteString;
import dev.rondel.node.runtime.Gateway.Cursor;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.node.runtime.Gateway.ListingUnavailableException;
import dev.rondel.node.runtime.Gateway.Page;
import dev.rondel.pair.Key;
import dev.rondel.pair.Version;
import dev.rondel.proto.KeyVersion;
import dev.rondel.proto.ListReply;
import dev.rondel.proto.ListRequest;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.Wire;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keys in the order of their tokens, range by range. A listing is not a snapshot: keys that are
 * written while it runs may be in it or not, all others are in it once.
 */
final class Listing {

  private static final long TIMEOUT_MILLIS = 5_000;

  private final NodeId self;
  private final ChainLoop loop;
  private final Tokens tokens;
  private final Calls calls;
  private final RangeLists lists;

  Listing(NodeId self, ChainLoop loop, Tokens tokens, Calls calls, RangeLists lists) {
    this.self = self;
    this.loop = loop;
    this.tokens = tokens;
    this.calls = calls;
    this.lists = lists;
  }

  /** An arc that does not wrap, and the range that it is a part of. */
  private record Segment(TokenRange arc, Range range) {}

  Page list(@Nullable Cursor cursor, byte[] prefix, int limit, boolean local) {
    var entries = new ArrayList<Listed>();
    Key resume = cursor == null ? null : Key.of(cursor.position());
    Token start = Token.MAX;
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
        reply.getEntriesList().forEach(entry -> entries.add(listed(entry)));
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

  private static Listed listed(KeyVersion entry) {
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
      View view, Segment segment, @Nullable Key resume, byte[] prefix, int limit) {
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

  private void waitForReplica(View view, Range range, long until) {
    boolean nobodyIsUp = range.chain().stream().noneMatch(node -> isUp(view, node));
    if (nobodyIsUp || System.nanoTime() - until >= 0) {
      throw new ListingUnavailableException(
          "no replica of range " + range.token() + " answers: " + range.chain());
    }
    pause();
  }

  private static boolean isUp(View view, NodeId node) {
    return view.member(node).map(Member::up).orElse(false);
  }

  private @Nullable ListReply askReplica(View view, NodeId replica, ListRequest request) {
    if (replica.equals(self)) {
      return lists.list(request);
    }
    if (!isUp(view, replica)) {
      return null;
    }
    var reply = calls.ask(replica, RequestFrame.newBuilder().setList(request));
    try {
      return reply.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).getList();
    } catch (ExecutionException | TimeoutException noAnswer) {
      reply.cancel(false);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ListingUnavailableException("this node is stopping");
    }
  }

  private void pause() {
    try {
      loop.awaitChange(loop.serving(), System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ListingUnavailableException("this node is stopping");
    }
  }
}
