package dev.rondel.node.standalone;

import dev.rondel.node.runtime.ReservedKeys;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.wire.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a table knows of other tables, as pairs that clients do not see, so that it travels and
 * stays with the data: which tables it has taken in, which it was parted from by a node that left,
 * and what that node had of each key at that moment.
 */
final class TableKeys {

  static final byte[] TAKEN_IN = ReservedKeys.prefixOf("table");
  static final byte[] PARTED_FROM = ReservedKeys.prefixOf("parted");
  static final byte[] BASE = ReservedKeys.prefixOf("base");

  private TableKeys() {}

  static Key takenIn(String table) {
    return Key.of(joined(TAKEN_IN, utf8(table)));
  }

  static Key partedFrom(String table) {
    return Key.of(joined(PARTED_FROM, utf8(table)));
  }

  /** Where the digest of a key stands that the node had when it left this table. */
  static Key base(String table, Key key) {
    return Key.of(joined(baseOf(table), key.bytes()));
  }

  static byte[] baseOf(String table) {
    return joined(BASE, utf8(table + "\0"));
  }

  static boolean isBelow(byte[] prefix, Key key) {
    byte[] bytes = key.bytes();
    return bytes.length > prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  static byte[] rest(byte[] prefix, Key key) {
    return Arrays.copyOfRange(key.bytes(), prefix.length, key.size());
  }

  static String textAfter(byte[] prefix, Key key) {
    return new String(rest(prefix, key), StandardCharsets.UTF_8);
  }

  /** Of everything that a client could tell two values apart by; of nothing for a missing one. */
  static byte[] digest(@Nullable Pair pair) {
    if (pair == null || pair.isTombstone()) {
      return new byte[0];
    }
    Value value = Objects.requireNonNull(pair.value());
    MessageDigest digest = Sha256.begin();
    byte[] type = utf8(value.contentType());
    digest.update(
        ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
            .putLong(pair.expiresAt())
            .putInt(value.flags())
            .putInt(type.length)
            .flip());
    digest.update(type);
    return digest.digest(value.bytes());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
