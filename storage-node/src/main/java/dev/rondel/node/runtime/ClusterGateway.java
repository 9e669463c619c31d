package dev.rondel.node.runtime;

import dev.rondel.proto.ReplyFrame;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.Via;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends each operation where it belongs, in one hop: reads to this node where it is a replica, else
 * to any, and where that takes long to another as well; writes to the head. Tries again only where
 * the refusal proves that nothing was applied. Where a client asks for it, an operation travels
 * first ({@link Travel}).
 */
final class ClusterGateway implements Gateway {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How much longer than the operation's own time an answer to it may be on its way. */
  static final long GRACE_MILLIS = 500;

  private final NodeId self;
  private final ChainLoop loop;
  private final LocalTable table;
  private final Calls calls;
  private final Tokens tokens;
  private final Travel travel;
  private final Listing listing;

  ClusterGateway(
      NodeId self,
      ChainLoop loop,
      LocalTable table,
      Calls calls,
      Tokens tokens,
      Travel travel,
      RangeLists lists) {
    this.self = self;
    this.loop = loop;
    this.table = table;
    this.calls = calls;
    this.tokens = tokens;
    this.travel = travel;
    this.listing = new Listing(self, loop, tokens, calls, lists, this::execute);
  }

  @Override
  public View view() {
    return loop.serving().view();
  }

  @Override
  public NodeId self() {
    return self;
  }

  @Override
  public Page list(@Nullable Cursor cursor, byte[] prefix, int limit, boolean local) {
    return listed(() -> listing.list(cursor, prefix, limit, local));
  }

  @Override
  public Page listAfter(Token token, int limit) {
    return listed(() -> listing.listAfter(token, limit));
  }

  /** A listing, which may be interrupted. */
  @FunctionalInterface
  private interface Lister {
    Page list() throws InterruptedException;
  }

  private Page listed(Lister lister) {
    try {
      return lister.list();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ListingUnavailableException(
          Unavailability.of(self, view(), null, "this node is stopping"));
    }
  }

  @Override
  public Outcome execute(Operation operation, Via via) {
    try {
      return switch (via) {
        case DIRECT -> route(operation, untilOf(operation));
        case FINGERS -> travel(operation, untilOf(operation));
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Unknown(
          "this node is stopping", new Route(self, List.of(), view().epoch()));
    }
  }

  private static long untilOf(Operation operation) {
    return System.nanoTime() + operation.timeout().toNanos();
  }

  private Outcome travel(Operation operation, long until) throws InterruptedException {
    Travel.Arrival arrival = travel.begin(operation, until);
    return arrival.isRefused() && System.nanoTime() - until < 0
        ? route(operation, until)
        : outcome(arrival.answer(), operation, arrival.path().getLast(), arrival.path());
  }

  private Outcome route(Operation operation, long until) throws InterruptedException {
    try (var reading = new HedgedRead(calls)) {
      return route(operation, reading, until);
    }
  }

  private Outcome route(Operation operation, HedgedRead reading, long until)
      throws InterruptedException {
    var tried = new ArrayList<NodeId>();
    String why = "the ring has no node";
    while (true) {
      var serving = loop.serving();
      View view = serving.view();
      if (view.ranges().isEmpty()) {
        if (System.nanoTime() - until >= 0) {
          return unavailable(why, view, null);
        }
        loop.awaitChange(serving, until);
        continue;
      }
      Token token = tokens.of(operation.key());
      Range range = view.rangeOf(token).orElseThrow();
      NodeId target = target(operation, view, range, tried);
      if (target == null) {
        if (Unavailability.everyReplicaIsDown(view, range)) {
          return unavailable(why, view, range);
        }
        tried.clear();
        if (System.nanoTime() - until >= 0) {
          return unavailable(why, view, range);
        }
        loop.awaitChange(serving, Math.min(until, System.nanoTime() + PAUSE_NANOS));
        continue;
      }
      tried.add(target);
      Answer answer;
      if (target.equals(self)) {
        answer = table.execute(operation, token, until);
      } else if (operation instanceof Operation.Get) {
        answer = reading.ask(target, operation, until, hasOthers(view, range, target));
      } else {
        answer = write(target, operation, until);
      }
      switch (answer) {
        case Answer.Moved() -> why = target + " is not in charge of the range yet";
        case Answer.Unavailable(var reason) -> why = target + ": " + reason;
        case Answer.Found _,
            Answer.Missing _,
            Answer.Stored _,
            Answer.Deleted _,
            Answer.ConditionFailed _,
            Answer.Unknown _,
            Answer.Full _ -> {
          return outcome(answer, operation, target, List.of());
        }
      }
      if (System.nanoTime() - until >= 0) {
        return unavailable(why, view, range);
      }
    }
  }

  /** Who is asked next; null where everybody has been, and it is time to wait a little. */
  private @Nullable NodeId target(Operation operation, View view, Range range, List<NodeId> tried) {
    if (!(operation instanceof Operation.Get)) {
      return tried.contains(range.head()) || !Unavailability.isUp(view, range.head())
          ? null
          : range.head();
    }
    if (range.chain().contains(self) && !tried.contains(self)) {
      return self;
    }
    var others = new ArrayList<>(range.chain());
    others.removeIf(node -> tried.contains(node) || !Unavailability.isUp(view, node));
    if (others.isEmpty()) {
      return null;
    }
    // After a dirty read elsewhere the head knows best.
    if (!tried.isEmpty() && others.contains(range.head())) {
      return range.head();
    }
    Collections.shuffle(others, ThreadLocalRandom.current());
    return others.getFirst();
  }

  /** Tried or not: one that had to refuse a moment ago may answer now. */
  private static boolean hasOthers(View view, Range range, NodeId target) {
    return range.chain().stream()
        .anyMatch(node -> !node.equals(target) && Unavailability.isUp(view, node));
  }

  private Answer write(NodeId head, Operation operation, long until) throws InterruptedException {
    Duration left = Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime()));
    var request = RequestFrame.newBuilder().setOperation(OperationCodec.encode(operation, left));
    try {
      ReplyFrame frame = calls.askAndWait(head, request, left.toMillis() + GRACE_MILLIS);
      return OperationCodec.decode(frame.getOutcome());
    } catch (Calls.NoAnswer e) {
      String reason = String.valueOf(e.getMessage());
      return e.sent() ? new Answer.Unknown(reason) : new Answer.Unavailable(reason);
    }
  }

  private Outcome unavailable(String why, View view, @Nullable Range range) {
    return Unavailability.of(self, view, range, why);
  }

  private Outcome outcome(Answer answer, Operation operation, NodeId servedBy, List<NodeId> path) {
    View view = loop.serving().view();
    Range range = view.rangeOf(tokens.of(operation.key())).orElse(null);
    Route route =
        new Route(servedBy, range == null ? List.of() : range.chain(), view.epoch(), path);
    return switch (answer) {
      case Answer.Found(var pair) -> new Outcome.Found(pair, route);
      case Answer.Missing() -> new Outcome.Missing(route);
      case Answer.Stored(var version) -> new Outcome.Stored(version, route);
      case Answer.Deleted(var version) -> new Outcome.Deleted(version, route);
      case Answer.ConditionFailed(var current) ->
          operation instanceof Operation.Delete delete
                  && delete.condition() instanceof Condition.Always
              ? new Outcome.Missing(route)
              : new Outcome.ConditionFailed(current, route);
      case Answer.Unavailable(var reason) -> unavailable(reason, view, range);
      case Answer.Unknown(var reason) -> new Outcome.Unknown(reason, route);
      case Answer.Full(var reason) -> new Outcome.Full(reason, route);
      case Answer.Moved() -> unavailable("the range is being handed over", view, range);
    };
  }
}
