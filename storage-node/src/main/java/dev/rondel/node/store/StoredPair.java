package dev.rondel.node.store;

import dev.rondel.node.store.PairStore.Damaged;
import dev.rondel.node.store.PairStore.Entry;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A pair as bytes, the same in the log and in the map: CRC32C of the stored key and of all that
 * follows (4), version (8), expiry (8), flags (4), shape (1), for {@link #TYPED} the content type
 * (2 + n), value.
 */
final class StoredPair {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int VERSION = 4;
  private static final int EXPIRES = 12;
  private static final int FLAGS = 20;
  private static final int SHAPE = 24;
  private static final int HEAD = 25;

  private static final byte TOMBSTONE = 0;

  /** A value of the content type that most have, {@link Value#BINARY}. */
  private static final byte PLAIN = 1;

  private static final byte TYPED = 2;

  private StoredPair() {}

  static byte[] encode(byte[] storedKey, Pair pair) {
    Value value = pair.value();
    byte[] stored;
    if (value == null) {
      stored = new byte[HEAD];
      stored[SHAPE] = TOMBSTONE;
    } else {
      stored = encode(value);
      INT.set(stored, FLAGS, value.flags());
    }
    LONG.set(stored, VERSION, pair.version().value());
    LONG.set(stored, EXPIRES, pair.expiresAt());
    INT.set(stored, 0, checksum(storedKey, stored));
    return stored;
  }

  private static byte[] encode(Value value) {
    byte[] stored;
    if (value.contentType().equals(Value.BINARY)) {
      stored = new byte[HEAD + value.size()];
      stored[SHAPE] = PLAIN;
    } else {
      byte[] type = value.contentType().getBytes(StandardCharsets.UTF_8);
      if (type.length > 0xFFFF) {
        throw new IllegalArgumentException(
            "a content type of " + type.length + " bytes is too long");
      }
      stored = new byte[HEAD + 2 + type.length + value.size()];
      stored[SHAPE] = TYPED;
      stored[HEAD] = (byte) (type.length >>> 8);
      stored[HEAD + 1] = (byte) type.length;
      System.arraycopy(type, 0, stored, HEAD + 2, type.length);
    }
    System.arraycopy(value.bytes(), 0, stored, stored.length - value.size(), value.size());
    return stored;
  }

  /** A pair that {@link #isWhole}. */
  static Pair decode(byte[] storedKey, byte[] stored) {
    return decode(storedKey, stored, true);
  }

  /** An entry of a pair that {@link #isWhole}. */
  static Entry entry(byte[] storedKey, byte[] stored, boolean withValue) {
    return new Entry(
        StoredKey.token(storedKey), decode(storedKey, stored, withValue), valueSize(stored));
  }

  private static Pair decode(byte[] storedKey, byte[] stored, boolean withValue) {
    Value value = null;
    if (!isTombstone(stored)) {
      int start = valueStart(stored);
      String type =
          stored[SHAPE] == PLAIN
              ? Value.BINARY
              : new String(stored, HEAD + 2, start - HEAD - 2, StandardCharsets.UTF_8);
      byte[] bytes = withValue ? Arrays.copyOfRange(stored, start, stored.length) : new byte[0];
      value = Value.of(bytes, type, (int) INT.get(stored, FLAGS));
    }
    return new Pair(
        StoredKey.key(storedKey),
        new Version(version(stored)),
        value,
        (long) LONG.get(stored, EXPIRES));
  }

  /** Whether the pair is as it was stored. */
  static boolean isWhole(byte[] storedKey, byte[] stored) {
    return stored.length >= HEAD && (int) INT.get(stored, 0) == checksum(storedKey, stored);
  }

  /** What is stored, which is not whole. */
  static Damaged damaged(byte[] storedKey, byte[] stored) {
    return new Damaged(StoredKey.token(storedKey), StoredKey.key(storedKey), print(stored));
  }

  /** Tells damaged bytes from others. */
  static int print(byte[] stored) {
    CRC32C crc = new CRC32C();
    crc.update(stored);
    return (int) crc.getValue();
  }

  static long version(byte[] stored) {
    return (long) LONG.get(stored, VERSION);
  }

  static boolean isTombstone(byte[] stored) {
    return stored[SHAPE] == TOMBSTONE;
  }

  static int valueSize(byte[] stored) {
    return isTombstone(stored) ? 0 : Math.max(0, stored.length - valueStart(stored));
  }

  /** The bytes of key and value together; at least those of the key where the pair is damaged. */
  static long size(byte[] storedKey, byte[] stored) {
    return (long) StoredKey.keySize(storedKey) + valueSize(stored);
  }

  private static int valueStart(byte[] stored) {
    if (stored[SHAPE] == PLAIN || stored.length < HEAD + 2) {
      return HEAD;
    }
    return HEAD
        + 2
        + (Byte.toUnsignedInt(stored[HEAD]) << 8 | Byte.toUnsignedInt(stored[HEAD + 1]));
  }

  private static int checksum(byte[] storedKey, byte[] stored) {
    CRC32C crc = new CRC32C();
    crc.update(storedKey, 0, storedKey.length);
    crc.update(stored, VERSION, stored.length - VERSION);
    return (int) crc.getValue();
  }
}
