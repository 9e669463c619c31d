package dev.rondel.pair;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The key of a pair: at least one byte, compared by content. */
public final class Key implements Comparable<Key> {

  private final byte[] bytes;

  private Key(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a key has at least one byte");
    }
    this.bytes = bytes;
  }

  /** A key of these bytes, which the caller no longer changes. */
  public static Key of(byte[] bytes) {
    return new Key(bytes);
  }

  public static Key of(String text) {
    return new Key(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes themselves, not a copy: read only. */
  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return bytes.length;
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The key as text where it is valid UTF-8, else {@code base64:…}. */
  @Override
  public String toString() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException binary) {
      return "base64:" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
  }
}
