package dev.rondel.node.resp;

import dev.rondel.node.door.RequestDecoder;
import dev.rondel.node.runtime.InFlight;
import dev.rondel.node.web.Limits;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of bulk strings, and inline commands, into commands. What breaks the protocol is told in
 * Redis' words, and the connection ends; a command that is too large is read to its end and
 * refused.
 *
 * <p>Netty's own decoder is not used for what clients send: it waits for the end of a line of any
 * length, and what gathers arrays makes room for as many elements as are announced.
 */
final class RespDecoder extends RequestDecoder {

  static final int LONGEST_LINE = 64 << 10;

  /** The most bytes of a refused command that are read; beyond them the connection ends. */
  static final long MOST_SKIPPED = 16 << 20;

  private static final int MOST_WORDS = 1 << 20;
  private static final long LARGEST_BULK = 512L << 20;

  /** What a word costs beside its bytes. */
  private static final int OVERHEAD = 32;

  /** Commands up to this size are not asked for room: they are as many as the connections. */
  private static final long SMALL = 16 << 10;

  private static final int END_BYTES = 2;
  private static final short END_OF_BULK = 0x0D0A; // CR LF

  private final long largestValue;
  private final long largestCommand;

  private List<byte[]> words = new ArrayList<>();
  private int missing;
  private byte @Nullable [] word;
  private int filled;
  private long toSkip;
  private long bytes;
  private @Nullable String refusal;

  RespDecoder(InFlight gate, Limits limits) {
    super(gate);
    this.largestValue = limits.valueSize().toBytes();
    this.largestCommand = limits.batchSize().toBytes();
  }

  @Override
  protected boolean isMidway() {
    return missing > 0;
  }

  @Override
  protected void decodeNext(ByteBuf in, List<Object> out) {
    if (toSkip > 0) {
      skip(in, out);
    } else if (word != null) {
      readWord(word, in, out);
    } else {
      readLine(in, out);
    }
  }

  private void readLine(ByteBuf in, List<Object> out) {
    String line;
    try {
      line = line(in, LONGEST_LINE);
    } catch (LineTooLongException e) {
      in.skipBytes(in.readableBytes());
      broken(missing > 0 ? "too big bulk count string" : "too big inline request", out);
      return;
    }
    if (line == null) {
      return;
    }
    if (missing > 0) {
      announced(line, out);
    } else if (line.startsWith("*")) {
      begin(line.substring(1), out);
    } else {
      inline(line, out);
    }
  }

  private void begin(String count, List<Object> out) {
    Long length = Numbers.integer(count);
    if (length == null || length > MOST_WORDS) {
      broken("invalid multibulk length", out);
    } else {
      missing = (int) Math.max(0, length);
    }
  }

  private void inline(String line, List<Object> out) {
    List<byte[]> split = InlineWords.split(line);
    if (split == null) {
      broken("unbalanced quotes in request", out);
    } else if (!split.isEmpty()) {
      out.add(new RespCommand(split, null, false, takeRoom()));
    }
  }

  private void announced(String line, List<Object> out) {
    if (!line.startsWith("$")) {
      broken("expected '$', got '" + (line.isEmpty() ? " " : line.charAt(0)) + "'", out);
      return;
    }
    Long length = Numbers.integer(line.substring(1));
    if (length == null || length < 0 || length > LARGEST_BULK) {
      broken("invalid bulk length", out);
      return;
    }
    bytes += length + OVERHEAD;
    if (refusal == null) {
      refusal = refusal(length);
    }
    if (refusal == null) {
      word = new byte[Math.toIntExact(length)];
      filled = 0;
    } else {
      room().close();
      words.clear();
      toSkip = length + END_BYTES;
      if (bytes > MOST_SKIPPED) {
        end();
        emit(refusal, true, out);
      }
    }
  }

  private @Nullable String refusal(long length) {
    if (length > largestValue) {
      return RespError.TOO_LARGE;
    }
    if (bytes > largestCommand) {
      return "ERR a command has at most " + largestCommand + " bytes";
    }
    return bytes > SMALL && !room().grow(bytes - room().held())
        ? "OVERLOADED too many bytes are under way"
        : null;
  }

  private void readWord(byte[] reading, ByteBuf in, List<Object> out) {
    int part = Math.min(in.readableBytes(), reading.length - filled);
    in.readBytes(reading, filled, part);
    filled += part;
    if (filled < reading.length || in.readableBytes() < END_BYTES) {
      return;
    }
    if (in.readShort() != END_OF_BULK) {
      broken("expected CR LF behind a bulk string", out);
      return;
    }
    words.add(reading);
    word = null;
    wordIsRead(out);
  }

  private void skip(ByteBuf in, List<Object> out) {
    int skipped = (int) Math.min(toSkip, in.readableBytes());
    in.skipBytes(skipped);
    toSkip -= skipped;
    if (toSkip == 0) {
      wordIsRead(out);
    }
  }

  private void wordIsRead(List<Object> out) {
    if (--missing == 0) {
      emit(refusal, false, out);
    }
  }

  private void broken(String how, List<Object> out) {
    end();
    emit("ERR Protocol error: " + how, true, out);
  }

  private void emit(@Nullable String error, boolean isLast, List<Object> out) {
    out.add(new RespCommand(words, error, isLast, takeRoom()));
    words = new ArrayList<>();
    word = null;
    missing = 0;
    bytes = 0;
    refusal = null;
  }
}
