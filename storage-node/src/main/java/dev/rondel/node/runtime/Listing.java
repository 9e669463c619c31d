package dev.rondel.node.runtime;

import com.google.protobuf.ByteString;
import dev.rondel.node.runtime.Gateway.Cursor;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.node.runtime.Gateway.ListingUnavailableException;
import dev.rondel.node.runtime.Gateway.Page;
import dev.rondel.pair.Key;
import dev.rondel.pair.Version;
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
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keys in the order of their tokens, range by range. A listing is not a snapshot: keys that are written while it runs
 * may be in it or not, all others are in it once.
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
    View view = loop.serving().view();
    Key after = cursor == null ? null : Key.of(cursor.position());
    Token position = after == null ? null : tokens.of(after);
    var entries = new ArrayList<Listed>();
    for (Segment segment : segments(view)) {
      if (position != null && !segment.arc().contains(position)) {
        continue;
      }
      Key resume = position == null ? null : after;
      position = null;
      if (local && !segment.range().head().equals(self)) {
        continue;
      }
      boolean done = false;
      while (!done) {
        ListReply reply = ask(view, segment, resume, prefix, limit - entries.size());
        for (var entry : reply.getEntriesList()) {
          entries.add(
              new Listed(
                  Wire.toKey(entry.getKey()), new Version(entry.getVersion()), entry.getSize()));
        }
        done = reply.getDone();
        resume = done ? null : Wire.toKey(reply.getResume());
        if (entries.size() >= limit) {
          Key last = entries.getLast().key();
          return new Page(entries, new Cursor(last.bytes()));
        }
      }
    }
    return new Page(entries, null);
  }

  private static List<Segment> segments(View view) {
    var segments = new ArrayList<Segment>();
    Token after = Token.MAX;
    for (Range range : view.ranges()) {
      if (!range.token().equals(Token.MAX) || segments.isEmpty()) {
        segments.add(new Segment(new TokenRange(after, range.token()), range));
      } else {
        segments.add(new Segment(new TokenRange(after, Token.MAX), range));
      }
      after = range.token();
    }
    if (!view.ranges().isEmpty() && !after.equals(Token.MAX)) {
      segments.add(new Segment(new TokenRange(after, Token.MAX), view.ranges().getFirst()));
    }
    return segments;
  }

  private ListReply ask(
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
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    while (System.nanoTime() - until < 0) {
      for (NodeId replica : loop.serving().view().rangeOf(segment.arc().to()).orElseThrow().chain()) {
        ListReply reply = askReplica(view, replica, request.build());
        if (reply != null && !reply.getRefused()) {
          return reply;
        }
      }
      pause();
    }
    throw new ListingUnavailableException(
        "no replica of range " + segment.range().token() + " answers: " + segment.range().chain());
  }

  private @Nullable ListReply askReplica(View view, NodeId replica, ListRequest request) {
    if (replica.equals(self)) {
      return lists.list(request);
    }
    if (!view.member(replica).map(Member::up).orElse(false)) {
      return null;
    }
    try {
      return calls
          .ask(replica, RequestFrame.newBuilder().setList(request))
          .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
          .getList();
    } catch (ExecutionException | TimeoutException noAnswer) {
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
