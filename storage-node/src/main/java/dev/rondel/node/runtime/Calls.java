package dev.rondel.node.runtime;

import dev.rondel.node.peer.Peers;
import dev.rondel.proto.Frame;
import dev.rondel.proto.ReplyFrame;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Questions to other nodes over the links, and their answers. */
final class Calls {

  /** Why there is no answer. {@code sent} tells whether the peer may have had the question. */
  static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean sent;

    NoAnswer(String message, boolean sent) {
      super(message);
      this.sent = sent;
    }

    boolean sent() {
      return sent;
    }
  }

  private record Call(NodeId peer, CompletableFuture<ReplyFrame> reply) {}

  private final Peers peers;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, Call> open = new ConcurrentHashMap<>();

  Calls(Peers peers) {
    this.peers = peers;
  }

  /**
   * Asks; the future fails with {@link NoAnswer} where the link is down or breaks, in either
   * direction. It has no time limit of its own: who no longer waits cancels it.
   */
  CompletableFuture<ReplyFrame> ask(NodeId peer, RequestFrame.Builder request) {
    long id = ids.incrementAndGet();
    var reply = new CompletableFuture<ReplyFrame>();
    open.put(id, new Call(peer, reply));
    var _ = reply.whenComplete((answer, error) -> open.remove(id));
    if (!peers.hears(peer)
        || !peers.send(peer, Frame.newBuilder().setRequest(request.setId(id)).build())) {
      reply.completeExceptionally(new NoAnswer("no link to " + peer, false));
    }
    return reply;
  }

  /** Asks, and waits at most so long for the answer. */
  ReplyFrame askAndWait(NodeId peer, RequestFrame.Builder request, long millis)
      throws NoAnswer, InterruptedException {
    var reply = ask(peer, request);
    try {
      return reply.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      reply.cancel(false);
      throw new NoAnswer("no answer from " + peer + " in time", true);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      boolean sent = !(cause instanceof NoAnswer noAnswer) || noAnswer.sent();
      throw new NoAnswer("no answer from " + peer + ": " + cause.getMessage(), sent);
    }
  }

  /** Questions that wait for their answer. */
  int underWay() {
    return open.size();
  }

  void onReply(ReplyFrame reply) {
    Call call = open.remove(reply.getId());
    if (call != null) {
      call.reply().complete(reply);
    }
  }

  /** Neither questions nor answers that were under way will come. */
  void onLinkDown(NodeId peer) {
    open.forEach(
        (id, call) -> {
          if (call.peer().equals(peer)) {
            call.reply()
                .completeExceptionally(new NoAnswer("the link to " + peer + " broke", true));
          }
        });
  }
}
