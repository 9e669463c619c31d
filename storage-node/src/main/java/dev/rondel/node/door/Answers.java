package dev.rondel.node.door;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * The way back to one client. Whoever answers waits here while the client does not take what it was
 * given, and after {@link #PATIENCE_SECONDS} the client is cut off.
 */
public final class Answers {

  /** How long a client may stand still, in the middle of a request or of an answer. */
  static final int PATIENCE_SECONDS = 20;

  private final Channel channel;
  private volatile boolean closing;

  Answers(Channel channel) {
    this.channel = channel;
  }

  /** Sends this, which the protocol's pipeline understands, behind what was sent before. */
  public void write(Object message) throws InterruptedException {
    if (!channel.isWritable()) {
      channel.flush();
      awaitRoom();
    }
    if (isOpen()) {
      var _ = channel.write(message, channel.voidPromise());
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  void flush() {
    channel.flush();
  }

  /**
   * Ends the connection when everything before has been sent. In the event loop's own order: what
   * another thread has written waits there still.
   */
  public void close() {
    closing = true;
    channel
        .eventLoop()
        .execute(
            () ->
                channel
                    .writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(ChannelFutureListener.CLOSE));
  }

  /** Whether anything may be answered still; what is behind the end is not even done. */
  boolean isOpen() {
    return !closing && channel.isActive();
  }

  private synchronized void awaitRoom() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (channel.isActive() && !channel.isWritable()) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        var _ = channel.close();
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Something has changed for whoever waits. */
  synchronized void wake() {
    notifyAll();
  }
}
