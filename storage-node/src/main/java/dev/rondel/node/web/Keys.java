package dev.rondel.node.web;

import dev.rondel.node.runtime.ReservedKeys;
import dev.rondel.pair.Key;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The forms in which a key comes in and goes out. All of them name the same bytes. */
public final class Keys {

  private final Limits limits;

  public Keys(Limits limits) {
    this.limits = limits;
  }

  /**
   * The key in the path of a request: every {@code %XX} is one byte, everything else stands for
   * itself.
   */
  Key ofPath(byte[] raw) {
    return of(decodePath(raw, ErrorCode.BAD_KEY));
  }

  /**
   * The key that stands last in the path of this request.
   *
   * @throws Problem where the path has none, or was written in a way that hides where it begins
   */
  public Key ofPathOf(HttpServletRequest request) {
    if (request.getAttribute(RawPathAdapter.RAW_KEY) instanceof byte[] raw) {
      return ofPath(raw);
    }
    throw Problem.of(ErrorCode.KEY_EMPTY, "The path names no key.");
  }

  /** What stands in a path, percent-decoded once. */
  static byte[] decodePath(byte[] raw, ErrorCode otherwise) {
    byte[] bytes = new byte[raw.length];
    int size = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes[size++] = raw[i];
        continue;
      }
      if (i + 2 >= raw.length
          || !HexFormat.isHexDigit(raw[i + 1])
          || !HexFormat.isHexDigit(raw[i + 2])) {
        throw Problem.of(
            otherwise, "At byte " + i + " a '%' stands without two hexadecimal digits.");
      }
      bytes[size++] =
          (byte) (HexFormat.fromHexDigit(raw[i + 1]) << 4 | HexFormat.fromHexDigit(raw[i + 2]));
      i += 2;
    }
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  /** A key in base64url, with or without padding; the standard alphabet is understood too. */
  public Key of64(String base64) {
    return of(decode64(base64));
  }

  /** The key of a text: its UTF-8 bytes. */
  public Key ofText(String text) {
    return of(utf8(text));
  }

  /**
   * Either form, as a request in JSON has it.
   *
   * @throws Problem where both are null or neither is
   */
  Key ofEither(@Nullable String text, @Nullable String base64) {
    if (text != null && base64 == null) {
      return ofText(text);
    }
    if (base64 != null && text == null) {
      return of64(base64);
    }
    throw Problem.of(ErrorCode.BAD_KEY, "Give one of 'key' (text) and 'key64' (base64url).");
  }

  private Key of(byte[] bytes) {
    if (ReservedKeys.isReserved(bytes)) {
      throw Problem.of(ErrorCode.KEY_RESERVED, ReservedKeys.REFUSAL);
    }
    if (bytes.length == 0) {
      throw Problem.of(
          ErrorCode.KEY_EMPTY, "Give a key of 1 to " + limits.keySize().toBytes() + " bytes.");
    }
    if (bytes.length > limits.keySize().toBytes()) {
      throw Problem.of(
          ErrorCode.KEY_TOO_LONG,
          "The key has "
              + bytes.length
              + " bytes; at most "
              + limits.keySize().toBytes()
              + " are allowed.");
    }
    return Key.of(bytes);
  }

  static byte[] decode64(String base64) {
    try {
      return Base64.getUrlDecoder().decode(base64.replace('+', '-').replace('/', '_'));
    } catch (IllegalArgumentException e) {
      throw Problem.of(ErrorCode.BAD_KEY, "This is not base64: " + e.getMessage());
    }
  }

  public static String encode64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The bytes as text where they are UTF-8, else null. */
  public static @Nullable String textOf(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException binary) {
      return null;
    }
  }

  /**
   * The UTF-8 bytes of a text; half a surrogate pair is refused, not replaced: two keys must not
   * become one.
   */
  public static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw Problem.of(
          ErrorCode.BAD_BODY, "The text has half a surrogate pair, which is no character.");
    }
  }
}
