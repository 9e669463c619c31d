package dev.rondel.node.runtime;

import dev.rondel.node.chain.Lease;
import dev.rondel.node.chain.MemberRead;
import dev.rondel.node.chain.Serving;
import dev.rondel.proto.ConfirmReply;
import dev.rondel.proto.ConfirmRequest;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node still has its say over a range: by its lease, or, without one, because every
 * other member of the line confirms that it is in the same chain epoch. One round of confirmation
 * covers all who waited when it began.
 */
final class Authority {

  private static final long ROUND_MILLIS = 1_000;

  private final NodeId self;
  private final Lease lease;
  private final ChainLoop loop;
  private final Calls calls;
  private final Map<Line, Rounds> rounds = new HashMap<>();

  Authority(NodeId self, Lease lease, ChainLoop loop, Calls calls) {
    this.self = self;
    this.lease = lease;
    this.loop = loop;
    this.calls = calls;
  }

  /**
   * Whether no other line of the range of {@code token} had opened at some moment since this call
   * began. Blocks for a round of confirmation where there is no lease. Hold it before {@link
   * Serving#serves} or {@link MemberRead#decided}.
   */
  boolean holds(Token token, long untilNanos) throws InterruptedException {
    if (lease.isValid()) {
      return true;
    }
    View view = loop.serving().view();
    int index = view.indexOf(token);
    return index >= 0 && confirm(view.ranges().get(index), view.arc(index), untilNanos);
  }

  private boolean confirm(Range range, TokenRange arc, long untilNanos)
      throws InterruptedException {
    CompletableFuture<Boolean> round;
    var line = new Line(arc, range.chainEpoch());
    synchronized (rounds) {
      round = rounds.computeIfAbsent(line, key -> new Rounds()).join(() -> ask(range, arc), line);
    }
    try {
      long left = Math.max(1, untilNanos - System.nanoTime());
      return round.get(left, TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private CompletableFuture<Boolean> ask(Range range, TokenRange arc) {
    List<NodeId> others = range.line().stream().filter(node -> !node.equals(self)).toList();
    var asked = new ArrayList<CompletableFuture<ReplyFrame>>();
    var all = CompletableFuture.completedFuture(true);
    for (NodeId other : others) {
      var request =
          RequestFrame.newBuilder()
              .setConfirm(
                  ConfirmRequest.newBuilder()
                      .setToken(Wire.toBytes(arc.to()))
                      .setAfter(Wire.toBytes(arc.after()))
                      .setChainEpoch(range.chainEpoch().value()));
      var reply = calls.ask(other, request);
      asked.add(reply);
      all =
          all.thenCombine(
              reply.thenApply(answer -> answer.getConfirm().getSame()), Boolean::logicalAnd);
    }
    return all.completeOnTimeout(false, ROUND_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(noAnswer -> false)
        .whenComplete((same, error) -> asked.forEach(reply -> reply.cancel(false)));
  }

  /** The answer to another member's question. */
  ConfirmReply answer(ConfirmRequest request) {
    var arc = new TokenRange(Wire.toToken(request.getAfter()), Wire.toToken(request.getToken()));
    boolean same = loop.serving().confirms(arc, new Epoch(request.getChainEpoch()));
    return ConfirmReply.newBuilder().setSame(same).build();
  }

  private record Line(TokenRange arc, Epoch chainEpoch) {}

  /** The round under way, and the one that starts after it for those who came too late. */
  private final class Rounds {

    private @Nullable CompletableFuture<Boolean> next;
    private boolean running;

    CompletableFuture<Boolean> join(Supplier<CompletableFuture<Boolean>> ask, Line line) {
      if (next == null) {
        next = new CompletableFuture<>();
      }
      CompletableFuture<Boolean> mine = next;
      if (!running) {
        start(ask, line);
      }
      return mine;
    }

    private void start(Supplier<CompletableFuture<Boolean>> ask, Line line) {
      CompletableFuture<Boolean> round = next;
      if (round == null) {
        rounds.remove(line);
        return;
      }
      next = null;
      running = true;
      var _ =
          ask.get()
              .whenComplete(
                  (same, error) -> {
                    round.complete(error == null && same);
                    synchronized (rounds) {
                      running = false;
                      start(ask, line);
                    }
                  });
    }
  }
}
