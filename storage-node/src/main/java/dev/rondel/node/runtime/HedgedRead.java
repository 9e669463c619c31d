package dev.rondel.node.runtime;

import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.proto.ReplyFrame;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One read at other replicas: where the first is silent for a moment the next is asked too, and
 * whoever answers first counts (hedged requests: Dean and Barroso, The Tail at Scale, 2013). A node
 * that stands still or is cut off is not called down before its lease has run out.
 */
final class HedgedRead implements AutoCloseable {

  /** Longer than a read of a healthy replica takes, also on a busy machine. */
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  private final Calls calls;
  private final Map<NodeId, CompletableFuture<ReplyFrame>> asked = new LinkedHashMap<>();

  HedgedRead(Calls calls) {
    this.calls = calls;
  }

  /**
   * Asks the replica, where it is not being asked already, and waits for the first answer of all
   * that were.
   *
   * @param others whether there is another replica to ask: then it waits only for a moment
   */
  Answer ask(NodeId replica, Operation operation, long untilNanos, boolean others)
      throws InterruptedException {
    long left = Math.max(1_000_000, untilNanos - System.nanoTime());
    asked.computeIfAbsent(replica, peer -> question(peer, operation, left));
    try {
      CompletableFuture.anyOf(asked.values().toArray(CompletableFuture[]::new))
          .get(others ? Math.min(left, MOMENT_NANOS) : left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException none) {
      // What became of each is seen below.
    }
    return firstAnswer(replica);
  }

  private CompletableFuture<ReplyFrame> question(NodeId peer, Operation operation, long left) {
    var request = OperationCodec.encode(operation, Duration.ofNanos(left));
    return calls.ask(peer, RequestFrame.newBuilder().setOperation(request));
  }

  private Answer firstAnswer(NodeId latest) {
    String why = "no answer from " + latest + " in time";
    for (var questions = asked.entrySet().iterator(); questions.hasNext(); ) {
      var question = questions.next();
      CompletableFuture<ReplyFrame> reply = question.getValue();
      switch (reply.state()) {
        case SUCCESS -> {
          questions.remove();
          return OperationCodec.decode(reply.resultNow().getOutcome());
        }
        case FAILED -> {
          questions.remove();
          why = "no answer from " + question.getKey() + ": " + reply.exceptionNow().getMessage();
        }
        case RUNNING, CANCELLED -> {}
      }
    }
    return new Answer.Unavailable(why);
  }

  /** Nobody waits for the rest. */
  @Override
  public void close() {
    asked.values().forEach(reply -> reply.cancel(false));
  }
}
