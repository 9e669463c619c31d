package dev.rondel.node.store;

import dev.rondel.node.store.PairStore.Position;
import dev.rondel.pair.Key;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pair's place in a sorted map: the 16 bytes of its token, then its key; unsigned byte order is
 * ring order.
 */
final class StoredKey {

  /**
   * A stretch of the map: from {@code from} on, and before {@code to}, or to the end where that is
   * null.
   */
  record Span(byte[] from, byte @Nullable [] to) {}

  private StoredKey() {}

  static byte[] of(Token token, Key key) {
    byte[] stored = new byte[Token.BYTES + key.size()];
    writeLong(stored, 0, token.high());
    writeLong(stored, Long.BYTES, token.low());
    System.arraycopy(key.bytes(), 0, stored, Token.BYTES, key.size());
    return stored;
  }

  static Token token(byte[] stored) {
    return Token.of(stored);
  }

  static Key key(byte[] stored) {
    return Key.of(Arrays.copyOfRange(stored, Token.BYTES, stored.length));
  }

  static int keySize(byte[] stored) {
    return stored.length - Token.BYTES;
  }

  /**
   * What is left of the arc after the position, in the order of a scan: one stretch, or two where
   * the arc wraps.
   */
  static List<Span> spans(TokenRange arc, @Nullable Position after) {
    if (after != null && !arc.contains(after.token())) {
      throw new IllegalArgumentException("position " + after + " is not in " + arc);
    }
    byte @Nullable [] from =
        after == null ? firstAfter(arc.after()) : successor(of(after.token(), after.key()));
    byte[] end = firstAfter(arc.to());
    if (!arc.wraps()) {
      return from == null ? List.of() : List.of(new Span(from, end));
    }
    if (after != null && after.token().compareTo(arc.after()) <= 0) {
      return List.of(new Span(successor(of(after.token(), after.key())), end));
    }
    List<Span> spans = new ArrayList<>(2);
    if (from != null) {
      spans.add(new Span(from, null));
    }
    spans.add(new Span(Token.MIN.toBytes(), end));
    return spans;
  }

  /** The lowest stored key whose token is above this one, or null where there is none. */
  private static byte @Nullable [] firstAfter(Token token) {
    if (token.equals(Token.MAX)) {
      return null;
    }
    long low = token.low() + 1;
    return new Token(low == 0 ? token.high() + 1 : token.high(), low).toBytes();
  }

  private static byte[] successor(byte[] stored) {
    return Arrays.copyOf(stored, stored.length + 1);
  }

  private static void writeLong(byte[] bytes, int at, long value) {
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      bytes[at + i] = (byte) value;
      value >>>= Byte.SIZE;
    }
  }
}
