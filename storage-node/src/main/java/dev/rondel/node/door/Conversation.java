package dev.rondel.node.door;

import dev.rondel.node.runtime.InFlight;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: its requests are answered in their order, by one virtual thread at a
 * time, which lives while there is something to answer.
 *
 * <p>Nothing more is read from the client while {@value #MOST_WAITING} requests, or {@value
 * #MOST_BYTES} bytes of them, wait for their turn; so there may be as many as that, and what one
 * read brings.
 */
final class Conversation<R extends Request> extends ChannelInboundHandlerAdapter {

  static final int MOST_WAITING = 64;
  static final long MOST_BYTES = 1 << 20;

  private static final Logger log = LoggerFactory.getLogger(Conversation.class);

  private final Class<R> type;
  private final Answerer<R> answerer;
  private final InFlight gate;
  private final Answers answers;
  private final Channel channel;

  /** All under this object's lock. */
  private final Queue<R> waiting = new ArrayDeque<>();

  private long waitingBytes;
  private boolean working;
  private boolean ending;

  /** Fired through a connection's pipeline: it ends when what has come in is answered. */
  static final Object END = new Object();

  Conversation(Class<R> type, Answerer<R> answerer, InFlight gate, Channel channel) {
    this.type = type;
    this.answerer = answerer;
    this.gate = gate;
    this.channel = channel;
    this.answers = new Answers(channel);
  }

  @Override
  public synchronized void channelRead(ChannelHandlerContext context, Object message) {
    R request = type.cast(message);
    waiting.add(request);
    waitingBytes += request.room().held();
    if (waiting.size() >= MOST_WAITING || waitingBytes >= MOST_BYTES) {
      channel.config().setAutoRead(false);
    }
    if (!working) {
      working = true;
      Thread.ofVirtual().name("door-" + channel.id().asShortText()).start(this::work);
    }
  }

  private void work() {
    for (R request = next(); request != null; request = next()) {
      try (Room _ = request.room()) {
        if (answers.isOpen()) {
          answer(request);
        }
      } catch (InterruptedException stopping) {
        var _ = channel.close();
      } catch (RuntimeException | Error mistake) {
        log.error("a request of {} failed", channel.remoteAddress(), mistake);
        var _ = channel.close();
      }
    }
  }

  private synchronized @Nullable R next() {
    R request = waiting.poll();
    if (request == null) {
      working = false;
      answers.flush();
      if (ending) {
        answers.close();
      }
      return null;
    }
    waitingBytes -= request.room().held();
    if (waiting.isEmpty() && !ending && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
    return request;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == END || event == ChannelInputShutdownEvent.INSTANCE) {
      end();
    }
    context.fireUserEventTriggered(event);
  }

  private synchronized void end() {
    ending = true;
    channel.config().setAutoRead(false);
    if (!working) {
      answers.close();
    }
  }

  private void answer(R request) throws InterruptedException {
    if (!gate.tryEnter(0)) {
      answerer.refuse(
          request, "overloaded: " + gate.requests() + " requests are under way", answers);
      return;
    }
    try {
      answerer.answer(request, answers);
    } catch (RuntimeException mistake) {
      log.error("a request of {} failed", channel.remoteAddress(), mistake);
      answerer.fail(request, "internal error: " + mistake.getClass().getSimpleName(), answers);
      answers.close(); // the answer may have been half written
    } finally {
      gate.leave(0);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    answers.wake();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    answers.wake();
    context.fireChannelInactive();
  }

  /** A client that is gone is nothing to speak of; everything else is. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      log.warn("the connection of {} is closed", channel.remoteAddress(), cause);
    }
    var _ = context.close();
  }
}
