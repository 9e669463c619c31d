package dev.rondel.node.memcached;

import dev.rondel.node.door.RequestDecoder;
import dev.rondel.node.runtime.InFlight;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines and data blocks into commands. A block that is refused is read and thrown away, so that no
 * byte of it is taken for a command; where its length is not told, as with memcached itself, the
 * next line is.
 */
final class CommandDecoder extends RequestDecoder {

  static final int LONGEST_KEY = 250;
  static final int LONGEST_LINE = 64 << 10;

  /** The largest block that is thrown away; with a larger one, the connection is. */
  static final long MOST_SKIPPED = 16 << 20;

  private static final byte[] NOTHING = {};
  private static final int END_BYTES = 2;
  private static final short END_OF_BLOCK = 0x0D0A; // CR LF

  private final long largestValue;

  /** The command whose block is being read; null between commands. */
  private @Nullable List<String> words;

  private byte[] data = NOTHING;
  private int filled;
  private long toSkip;

  CommandDecoder(InFlight gate, long largestValue) {
    super(gate);
    this.largestValue = largestValue;
  }

  @Override
  protected boolean isMidway() {
    return words != null || toSkip > 0;
  }

  @Override
  protected void decodeNext(ByteBuf in, List<Object> out) {
    if (toSkip > 0) {
      int skipped = (int) Math.min(toSkip, in.readableBytes());
      in.skipBytes(skipped);
      toSkip -= skipped;
    } else if (words != null) {
      readBlock(words, in, out);
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
      end();
      out.add(new Command(List.of(), NOTHING, "CLIENT_ERROR line too long", true, takeRoom()));
      return;
    }
    if (line == null) {
      return;
    }
    List<String> read = Stream.of(line.split(" ")).filter(word -> !word.isEmpty()).toList();
    int place = placeOfSize(read);
    if (place < 0) {
      out.add(new Command(read, NOTHING, null, false, takeRoom()));
    } else {
      announced(read, read.get(place), out);
    }
  }

  /** Which word tells how long the block behind the line is; below 0 where there is none. */
  private static int placeOfSize(List<String> words) {
    int place =
        switch (words.isEmpty() ? "" : words.getFirst()) {
          case "set", "add", "replace", "append", "prepend", "cas" -> 4;
          case "ms" -> 2;
          default -> -1;
        };
    return place < words.size() ? place : -1;
  }

  private void announced(List<String> read, String size, List<Object> out) {
    long length = Numbers.unsigned(size, Integer.MAX_VALUE - END_BYTES);
    if (length < 0) {
      String error = read.getFirst().equals("ms") ? ErrorLine.BAD_DATA : ErrorLine.BAD_FORMAT;
      out.add(new Command(read, NOTHING, error, false, takeRoom()));
    } else if (read.get(1).length() > LONGEST_KEY) {
      refuse(read, ErrorLine.BAD_FORMAT, length, out);
    } else if (length > largestValue) {
      refuse(read, ErrorLine.TOO_LARGE, length, out);
    } else if (!room().grow(length)) {
      refuse(read, "SERVER_ERROR overloaded: too many bytes are under way", length, out);
    } else {
      words = read;
      data = new byte[(int) length];
      filled = 0;
    }
  }

  private void refuse(List<String> read, String error, long length, List<Object> out) {
    toSkip = length + END_BYTES;
    boolean isLast = toSkip > MOST_SKIPPED;
    if (isLast) {
      end();
    }
    out.add(new Command(read, NOTHING, error, isLast, takeRoom()));
  }

  private void readBlock(List<String> read, ByteBuf in, List<Object> out) {
    int part = Math.min(in.readableBytes(), data.length - filled);
    in.readBytes(data, filled, part);
    filled += part;
    if (filled < data.length || in.readableBytes() < END_BYTES) {
      return;
    }
    boolean isWhole = in.readShort() == END_OF_BLOCK;
    out.add(
        isWhole
            ? new Command(read, data, null, false, takeRoom())
            : new Command(read, NOTHING, ErrorLine.BAD_DATA, false, takeRoom()));
    words = null;
    data = NOTHING;
  }
}
