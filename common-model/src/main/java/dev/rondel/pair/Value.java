package dev.rondel.pair;

import java.util.Arrays;

/**
 * The value of a pair: bytes, possibly none, with the content type and the flags that its writer
 * gave.
 */
public final class Value {

  public static final String BINARY = "application/octet-stream";

  private final byte[] bytes;
  private final String contentType;
  private final int flags;

  private Value(byte[] bytes, String contentType, int flags) {
    this.bytes = bytes;
    this.contentType = contentType;
    this.flags = flags;
  }

  /** A value of these bytes, which the caller no longer changes. */
  public static Value of(byte[] bytes, String contentType, int flags) {
    return new Value(bytes, contentType, flags);
  }

  public static Value of(byte[] bytes, String contentType) {
    return new Value(bytes, contentType, 0);
  }

  /** The bytes themselves, not a copy: read only. */
  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return bytes.length;
  }

  public String contentType() {
    return contentType;
  }

  /** 32 bits that memcached clients keep beside a value; 0 elsewhere. */
  public int flags() {
    return flags;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Value value
        && flags == value.flags
        && contentType.equals(value.contentType)
        && Arrays.equals(bytes, value.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + contentType.hashCode();
  }

  @Override
  public String toString() {
    return bytes.length + " B of " + contentType;
  }
}
