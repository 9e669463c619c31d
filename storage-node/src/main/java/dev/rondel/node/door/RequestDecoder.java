package dev.rondel.node.door;

import dev.rondel.node.runtime.InFlight;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a connection into requests: lines of a bounded length, and blocks of an announced one
 * for which the node's gate is asked before a byte of them is kept.
 *
 * <p>A client that stops in the middle of a request for {@link Answers#PATIENCE_SECONDS} is cut
 * off; between requests it may be silent for ever. After {@link #end()} nothing is read any more.
 */
public abstract class RequestDecoder extends ByteToMessageDecoder {

  private static final byte LINE_FEED = '\n';

  private final InFlight gate;
  private Room room;
  private boolean ended;

  protected RequestDecoder(InFlight gate) {
    this.gate = gate;
    this.room = new Room(gate);
  }

  /** Reads what it can of {@code in}; called again while it takes bytes or gives requests. */
  protected abstract void decodeNext(ByteBuf in, List<Object> out);

  /** Whether a request has begun and not ended, beside bytes that are not yet looked at. */
  protected abstract boolean isMidway();

  @Override
  protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (ended) {
      in.skipBytes(in.readableBytes());
    } else {
      decodeNext(in, out);
    }
  }

  /** What is left when the client has gone is no request. */
  @Override
  protected final void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    in.skipBytes(in.readableBytes());
  }

  /** The room of the request that is being read. */
  protected final Room room() {
    return room;
  }

  /** Hands the room over to a request that is whole; the next one has its own. */
  protected final Room takeRoom() {
    Room taken = room;
    room = new Room(gate);
    return taken;
  }

  /** Ignores whatever comes after the request that is handed on now, which closes. */
  protected final void end() {
    ended = true;
  }

  /**
   * The next line in ISO 8859-1, without its end, LF or CR LF; null where it has not all come.
   *
   * @throws LineTooLongException where it has more than {@code longest} bytes
   */
  protected static @Nullable String line(ByteBuf in, int longest) throws LineTooLongException {
    int length = in.bytesBefore(Math.min(in.readableBytes(), longest + 2), LINE_FEED);
    if (length < 0) {
      if (in.readableBytes() > longest + 1) {
        throw new LineTooLongException();
      }
      return null;
    }
    String line = in.readString(length, StandardCharsets.ISO_8859_1);
    in.skipBytes(1);
    return line.endsWith("\r") ? line.substring(0, length - 1) : line;
  }

  /** A line that does not end. */
  protected static final class LineTooLongException extends Exception {
    private static final long serialVersionUID = 1;

    LineTooLongException() {
      super("line too long", null, false, false);
    }
  }

  @Override
  public final void userEventTriggered(ChannelHandlerContext context, Object event)
      throws Exception {
    if (event instanceof IdleStateEvent
        && context.channel().config().isAutoRead()
        && (isMidway() || actualReadableBytes() > 0)) {
      var _ = context.close();
    }
    super.userEventTriggered(context, event);
  }

  @Override
  protected final void handlerRemoved0(ChannelHandlerContext context) {
    room.close();
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    room.close();
    ended = true;
  }
}
