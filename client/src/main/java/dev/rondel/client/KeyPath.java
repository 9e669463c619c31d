package dev.rondel.client;

import dev.rondel.pair.Key;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The place of a key in the HTTP interface: {@code /kv/<percent-encoded>} where a path can carry it
 * through every server and proxy, else {@code /kv?key64=<base64url>}.
 */
final class KeyPath {

  private static final String HEX = "0123456789ABCDEF";

  private KeyPath() {}

  static String of(Key key) {
    return travelsInPath(key.bytes())
        ? "/kv/" + percentEncoded(key.bytes())
        : "/kv?key64=" + Base64.getUrlEncoder().withoutPadding().encodeToString(key.bytes());
  }

  /** A text as a segment of a path, or as the value of a query parameter. */
  static String encoded(String text) {
    return percentEncoded(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A key as the value of a query parameter. */
  static String inQuery(Key key) {
    return percentEncoded(key.bytes());
  }

  /**
   * Slashes, control characters and dot segments are refused or rewritten on the way; so is what is
   * not UTF-8.
   */
  private static boolean travelsInPath(byte[] bytes) {
    boolean dots = true;
    for (byte b : bytes) {
      boolean isControl = (b >= 0 && b < ' ') || b == 0x7f;
      if (b == '/' || b == '\\' || isControl) {
        return false;
      }
      dots &= b == '.';
    }
    return !dots && isUtf8(bytes);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException binary) {
      return false;
    }
  }

  private static String percentEncoded(byte[] bytes) {
    var encoded = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      if (isUnreserved(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return encoded.toString();
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "-_.~".indexOf(b) >= 0;
  }
}
