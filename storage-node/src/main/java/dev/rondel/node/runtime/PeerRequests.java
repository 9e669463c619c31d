package dev.rondel.node.runtime;

import dev.rondel.node.peer.Peers;
import dev.rondel.proto.Frame;
import dev.rondel.proto.ReplyFrame;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the questions of other nodes, each on a virtual thread of its own, a bounded number at a time. */
final class PeerRequests implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PeerRequests.class);
  private static final int MAX_IN_FLIGHT = 20_000;

  private final Peers peers;
  private final LocalTable table;
  private final Tokens tokens;
  private final Authority authority;
  private final RangeLists lists;
  private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  PeerRequests(
      Peers peers, LocalTable table, Tokens tokens, Authority authority, RangeLists lists) {
    this.peers = peers;
    this.table = table;
    this.tokens = tokens;
    this.authority = authority;
    this.lists = lists;
  }

  void onRequest(NodeId from, RequestFrame request) {
    if (!inFlight.tryAcquire()) {
      var busy = new Answer.Unavailable("too many requests under way");
      reply(from, request, ReplyFrame.newBuilder().setOutcome(OperationCodec.encode(busy)));
      return;
    }
    try {
      threads.execute(
          () -> {
            try {
              reply(from, request, answer(request));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
              log.error("cannot answer {}'s {}", from, request.getBodyCase(), e);
            } finally {
              inFlight.release();
            }
          });
    } catch (RejectedExecutionException stopping) {
      inFlight.release();
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  private void reply(NodeId to, RequestFrame request, ReplyFrame.Builder reply) {
    peers.send(to, Frame.newBuilder().setReply(reply.setId(request.getId())).build());
  }

  private ReplyFrame.Builder answer(RequestFrame request) throws InterruptedException {
    var reply = ReplyFrame.newBuilder();
    return switch (request.getBodyCase()) {
      case OPERATION -> {
        var operation = OperationCodec.decode(request.getOperation());
        long until =
            System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(request.getOperation().getTimeoutMillis());
        var answer = table.execute(operation, tokens.of(operation.key()), until);
        yield reply.setOutcome(OperationCodec.encode(answer));
      }
      case CONFIRM -> reply.setConfirm(authority.answer(request.getConfirm()));
      case LIST -> reply.setList(lists.list(request.getList()));
      case FETCH -> reply.setFetch(lists.fetch(request.getFetch()));
      case BODY_NOT_SET -> throw new IllegalArgumentException("a request of a newer version");
    };
  }
}
