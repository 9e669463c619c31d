package dev.rondel.node.runtime;

import dev.rondel.node.peer.Peers;
import dev.rondel.proto.ConfirmReply;
import dev.rondel.proto.FetchReply;
import dev.rondel.proto.Frame;
import dev.rondel.proto.ListReply;
import dev.rondel.proto.OperationProto;
import dev.rondel.proto.ReplyFrame;
import dev.rondel.proto.RequestFrame;
import dev.rondel.ring.NodeId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the questions of other nodes, each on a virtual thread of its own, a bounded number at a
 * time.
 */
final class PeerRequests implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PeerRequests.class);
  private static final int MAX_IN_FLIGHT = 20_000;
  private static final long LINK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LINK_PAUSE_MILLIS = 5;

  private final Peers peers;
  private final LocalTable table;
  private final Tokens tokens;
  private final Travel travel;
  private final Authority authority;
  private final RangeLists lists;
  private final InFlight inFlight = new InFlight(MAX_IN_FLIGHT, InFlight.bytesOfThisHeap());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  PeerRequests(
      Peers peers,
      LocalTable table,
      Tokens tokens,
      Travel travel,
      Authority authority,
      RangeLists lists) {
    this.peers = peers;
    this.table = table;
    this.tokens = tokens;
    this.travel = travel;
    this.authority = authority;
    this.lists = lists;
  }

  void onRequest(NodeId from, RequestFrame request) {
    long size = operationOf(request).getValue().size();
    if (!inFlight.tryEnter(size)) {
      var busy = new Answer.Unavailable("too many requests under way");
      reply(from, request, refusal(request, busy));
      return;
    }
    try {
      threads.execute(
          () -> {
            try {
              replyWhenLinked(from, request, answerOrRefuse(from, request));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              inFlight.leave(size);
            }
          });
    } catch (RejectedExecutionException stopping) {
      inFlight.leave(size);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  private boolean reply(NodeId to, RequestFrame request, ReplyFrame.Builder reply) {
    return peers.send(to, Frame.newBuilder().setReply(reply.setId(request.getId())).build());
  }

  /** The peer may know that the link to it is up before this node does. */
  private void replyWhenLinked(NodeId to, RequestFrame request, ReplyFrame.Builder reply)
      throws InterruptedException {
    long until = System.nanoTime() + LINK_NANOS;
    while (!reply(to, request, reply) && peers.hears(to) && System.nanoTime() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(LINK_PAUSE_MILLIS);
    }
  }

  /** Whatever goes wrong here, the peer does not wait for it in vain. */
  private ReplyFrame.Builder answerOrRefuse(NodeId from, RequestFrame request)
      throws InterruptedException {
    try {
      return answer(request);
    } catch (RuntimeException e) {
      log.error("cannot answer {}'s {}", from, request.getBodyCase(), e);
      String reason = "an error at the replica, see its log";
      return refusal(
          request,
          operationOf(request).getKind() == OperationProto.Kind.GET
              ? new Answer.Unavailable(reason)
              : new Answer.Unknown(reason));
    }
  }

  /** The operation in it; an empty one where there is none. */
  private static OperationProto operationOf(RequestFrame request) {
    return request.hasTravel() ? request.getTravel().getOperation() : request.getOperation();
  }

  /**
   * @param outcome of an operation, where it is one
   */
  private static ReplyFrame.Builder refusal(RequestFrame request, Answer outcome) {
    var reply = ReplyFrame.newBuilder();
    return switch (request.getBodyCase()) {
      case OPERATION -> reply.setOutcome(OperationCodec.encode(outcome));
      case TRAVEL -> reply.setTravel(Travel.reply(outcome));
      case CONFIRM -> reply.setConfirm(ConfirmReply.newBuilder().setSame(false));
      case LIST -> reply.setList(ListReply.newBuilder().setRefused(true));
      case FETCH -> reply.setFetch(FetchReply.newBuilder().setRefused(true));
      case BODY_NOT_SET -> reply;
    };
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
      case TRAVEL -> reply.setTravel(travel.passOn(request.getTravel()));
      case CONFIRM -> reply.setConfirm(authority.answer(request.getConfirm()));
      case LIST -> reply.setList(lists.list(request.getList()));
      case FETCH -> reply.setFetch(lists.fetch(request.getFetch()));
      case BODY_NOT_SET -> throw new IllegalArgumentException("a request of a newer version");
    };
  }
}
