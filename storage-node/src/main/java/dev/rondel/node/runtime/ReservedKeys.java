package dev.rondel.node.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keys that Rondel needs for itself, such as those of the chunks of files. Clients neither read nor
 * write them, and meet them in no listing.
 */
public final class ReservedKeys {

  /** What doors say of such a key. */
  public static final String REFUSAL = "Keys that begin with \\0rondel\\0 are Rondel's own.";

  private static final byte[] PREFIX = "\0rondel\0".getBytes(StandardCharsets.UTF_8);

  private ReservedKeys() {}

  /** Where all reserved keys begin. */
  public static byte[] prefix() {
    return PREFIX.clone();
  }

  /** Where the keys of a part of Rondel begin. */
  public static byte[] prefixOf(String part) {
    return ("\0rondel\0" + part + "\0").getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a key, or every key with this prefix, is reserved. */
  public static boolean isReserved(byte[] keyOrPrefix) {
    return startsWith(keyOrPrefix, PREFIX);
  }

  /** Whether a listing has the key: reserved ones only where their prefix was asked for. */
  public static boolean isListed(byte[] key, byte[] prefix) {
    return startsWith(key, prefix) && (!isReserved(key) || isReserved(prefix));
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }
}
