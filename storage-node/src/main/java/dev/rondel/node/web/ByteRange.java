package dev.rondel.node.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes from {@code from} up to, not including, {@code to} (RFC 9110 section 14). Several
 * ranges in one request are not served as such: as the RFC allows, the answer is then the whole.
 */
record ByteRange(long from, long to) {

  private static final Pattern ONE_RANGE =
      Pattern.compile("bytes=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18})");

  boolean isEmpty() {
    return from == to;
  }

  long size() {
    return to - from;
  }

  String contentRange(long whole) {
    return "bytes " + from + "-" + (to - 1) + "/" + whole;
  }

  /**
   * What a header {@code Range} asks of {@code size} bytes: null where it asks for no single range,
   * an empty one where there are no such bytes.
   */
  static @Nullable ByteRange of(@Nullable String header, long size) {
    Matcher range = ONE_RANGE.matcher(header == null ? "" : header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return null;
    }
    if (range.group(1).isEmpty()) {
      return new ByteRange(size - Math.min(size, Long.parseLong(range.group(2))), size);
    }
    long from = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? Long.MAX_VALUE - 1 : Long.parseLong(range.group(2));
    if (last < from) {
      return null;
    }
    return from >= size ? new ByteRange(size, size) : new ByteRange(from, Math.min(size, last + 1));
  }

  /**
   * A header {@code Content-Range} of a request: a piece of something of {@code whole} bytes.
   *
   * @param piece null where only the size of the whole is told
   */
  record Piece(@Nullable ByteRange piece, long whole) {

    static Piece of(@Nullable String header) {
      Matcher range = CONTENT_RANGE.matcher(header == null ? "" : header.strip());
      if (!range.matches()) {
        throw Problem.of(
            ErrorCode.BAD_RANGE,
            "A piece of an upload needs 'Content-Range: bytes FIRST-LAST/SIZE', or 'bytes */SIZE'"
                + " when all has arrived.");
      }
      long whole = Long.parseLong(range.group(3));
      if (range.group(1) == null) {
        return new Piece(null, whole);
      }
      var piece = new ByteRange(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)) + 1);
      if (piece.size() < 1 || piece.to() > whole) {
        throw Problem.of(ErrorCode.BAD_RANGE, "There are no such bytes: " + header);
      }
      return new Piece(piece, whole);
    }

    /** Whether nothing follows. */
    boolean isLast() {
      return piece == null || piece.to() == whole;
    }
  }
}
