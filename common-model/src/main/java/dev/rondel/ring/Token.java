package dev.rondel.ring;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A point on the ring: 128 bits, compared unsigned.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record Token(long high, long low) implements Comparable<Token> {

  public static final int BYTES = 16;
  public static final Token MIN = new Token(0, 0);
  public static final Token MAX = new Token(-1, -1);

  /** The token written big-endian in the first 16 of {@code bytes}; longer digests are cut. */
  public static Token of(byte[] bytes) {
    if (bytes.length < BYTES) {
      throw new IllegalArgumentException("a token has 16 bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Token(buffer.getLong(), buffer.getLong());
  }

  /** The inverse of {@link #toString()}: 32 hexadecimal digits. */
  public static Token parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("a token has 32 hexadecimal digits: '" + hex + "'");
    }
    return of(HexFormat.of().parseHex(hex));
  }

  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  @Override
  public int compareTo(Token other) {
    int upper = Long.compareUnsigned(high, other.high);
    return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
  }

  /**
   * The clockwise distance from {@code from} to this token, as a share of the whole ring, in [0,
   * 1).
   */
  public double shareAfter(Token from) {
    long lower = low - from.low;
    long borrow = Long.compareUnsigned(low, from.low) < 0 ? 1 : 0;
    long upper = high - from.high - borrow;
    return unsigned(upper) * 0x1p-64 + unsigned(lower) * 0x1p-128;
  }

  /**
   * The point that lies this share of the whole ring, in [0, 1), clockwise from here; exact to
   * 2^-63.
   */
  public Token plus(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("share " + share + " is not in [0, 1)");
    }
    return new Token(high + ((long) (share * 0x1p63) << 1), low);
  }

  private static double unsigned(long bits) {
    return (bits >>> 1) * 2.0 + (bits & 1);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(toBytes());
  }
}
