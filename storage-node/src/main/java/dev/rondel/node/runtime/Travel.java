package dev.rondel.node.runtime;

import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.proto.ReplyFrame;
import dev.rondel.proto.RequestFrame;
import dev.rondel.proto.TravelReply;
import dev.rondel.proto.TravelRequest;
import dev.rondel.ring.FingerTable;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Operations that go from finger to finger to the head of their range, as in Chord. The answer
 * comes back over the same nodes.
 *
 * <p>What holds, whatever the nodes on the way believe:
 *
 * <ol>
 *   <li>Only the node to which an operation travels carries it out, and that node decides by its
 *       own standing whether it may, as it does where it is asked directly.
 *   <li>A node sends an operation on only where it has the very view that the first one had. So all
 *       of them follow the same fingers; see {@link FingerTable} for the number of hops. It is also
 *       counted, so nothing goes round and round.
 *   <li>Every other node hands it back, and nothing was applied. Who began may then take the direct
 *       way. What may have been applied is told as unknown.
 * </ol>
 */
final class Travel {

  /** A read that is still on its way after this is asked for directly: it may be asked twice. */
  private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final NodeId self;
  private final ChainLoop loop;
  private final LocalTable table;
  private final Calls calls;
  private final Tokens tokens;

  Travel(NodeId self, ChainLoop loop, LocalTable table, Calls calls, Tokens tokens) {
    this.self = self;
    this.loop = loop;
    this.table = table;
    this.calls = calls;
    this.tokens = tokens;
  }

  /**
   * Where a journey ended.
   *
   * @param path from the node that was asked to the one that answered
   */
  record Arrival(Answer answer, List<NodeId> path) {

    /** Whether nothing was applied, and another way may be tried. */
    boolean isRefused() {
      return answer instanceof Answer.Moved || answer instanceof Answer.Unavailable;
    }

    private Arrival after(NodeId before) {
      return new Arrival(answer, Stream.concat(Stream.of(before), path.stream()).toList());
    }
  }

  /** Sends an operation on its way from this node. */
  Arrival begin(Operation operation, long untilNanos) throws InterruptedException {
    View view = loop.serving().view();
    Range range = view.rangeOf(tokens.of(operation.key())).orElse(null);
    if (range == null) {
      return here(new Answer.Unavailable("the ring has no node"));
    }
    long until = operation instanceof Operation.Get ? soon(untilNanos) : untilNanos;
    FingerTable fingers = view.fingers(self);
    return go(operation, range.head(), view, fingers, fingers.mostHops(), until);
  }

  /** Takes an operation that came here from another node. */
  TravelReply.Builder passOn(TravelRequest request) throws InterruptedException {
    Operation operation = OperationCodec.decode(request.getOperation());
    NodeId target = NodeId.of(request.getTarget());
    View view = loop.serving().view();
    boolean agreed = view.epoch().value() == request.getEpoch();
    long until = System.nanoTime() + operation.timeout().toNanos();
    Arrival arrival =
        agreed || target.equals(self)
            ? go(operation, target, view, view.fingers(self), request.getHops(), until)
            : here(new Answer.Moved());
    return reply(arrival.answer()).addAllPath(arrival.path().stream().map(NodeId::value).toList());
  }

  static TravelReply.Builder reply(Answer answer) {
    return TravelReply.newBuilder().setOutcome(OperationCodec.encode(answer));
  }

  private Arrival go(
      Operation operation, NodeId target, View view, FingerTable fingers, int hops, long untilNanos)
      throws InterruptedException {
    if (target.equals(self)) {
      return here(table.execute(operation, tokens.of(operation.key()), untilNanos));
    }
    NodeId next = hops > 0 ? fingers.next(target).orElse(null) : null;
    if (next == null) {
      return here(new Answer.Moved());
    }
    Duration left = Duration.ofNanos(Math.max(1_000_000, untilNanos - System.nanoTime()));
    var request =
        TravelRequest.newBuilder()
            .setOperation(OperationCodec.encode(operation, left))
            .setTarget(target.value())
            .setEpoch(view.epoch().value())
            .setHops(hops - 1);
    return ask(next, operation, request, left.toMillis()).after(self);
  }

  private Arrival ask(
      NodeId next, Operation operation, TravelRequest.Builder request, long leftMillis)
      throws InterruptedException {
    // Who stands nearer to the target gives up first, and can say what it waited for.
    long millis = leftMillis + ClusterGateway.GRACE_MILLIS * (1 + request.getHops());
    boolean repeatable = operation instanceof Operation.Get;
    try {
      ReplyFrame reply =
          calls.askAndWait(
              next, RequestFrame.newBuilder().setTravel(request), repeatable ? leftMillis : millis);
      if (reply.hasTravel()) {
        return new Arrival(
            OperationCodec.decode(reply.getTravel().getOutcome()),
            reply.getTravel().getPathList().stream().map(NodeId::of).toList());
      }
      return new Arrival(new Answer.Unavailable(next + " sends nothing on"), List.of(next));
    } catch (Calls.NoAnswer e) {
      String reason = String.valueOf(e.getMessage());
      return new Arrival(
          e.sent() && !repeatable ? new Answer.Unknown(reason) : new Answer.Unavailable(reason),
          List.of(next));
    }
  }

  private Arrival here(Answer answer) {
    return new Arrival(answer, List.of(self));
  }

  private static long soon(long untilNanos) {
    long now = System.nanoTime();
    return now + Math.min(untilNanos - now, READ_NANOS);
  }
}
