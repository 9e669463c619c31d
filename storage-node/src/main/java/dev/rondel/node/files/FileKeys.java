package dev.rondel.node.files;

import dev.rondel.node.runtime.ReservedKeys;
import dev.rondel.pair.Key;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all pairs that make files. Behind the common prefix a letter says what it is:
 *
 * <pre>
 * m NAME            a manifest
 * c ID NUMBER       a chunk: the id of its part (16 bytes), its number in the file (8 bytes)
 * p ID              the record of a part
 * u SHA-256 NAME    an upload that is done in pieces
 * </pre>
 */
final class FileKeys {

  private static final byte[] FILES = ReservedKeys.prefixOf("files");
  private static final int ID_BYTES = 16;
  private static final HexFormat HEX = HexFormat.of();

  private FileKeys() {}

  /** The key of a chunk, taken apart. */
  record Chunk(String part, long number) {}

  static byte[] all() {
    return FILES.clone();
  }

  static byte[] manifests(String namePrefix) {
    return with('m', namePrefix.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] parts() {
    return with('p');
  }

  static byte[] chunks(String part) {
    return with('c', HEX.parseHex(part));
  }

  static Key manifest(FileName name) {
    return Key.of(with('m', name.bytes()));
  }

  static Key chunk(String part, long number) {
    byte[] digits = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    return Key.of(with('c', HEX.parseHex(part), digits));
  }

  static Key part(String id) {
    return Key.of(with('p', HEX.parseHex(id)));
  }

  static Key upload(FileName name, String sha256) {
    return Key.of(with('u', HEX.parseHex(sha256), name.bytes()));
  }

  /** The name in the key of a manifest; null for other keys. */
  static @Nullable FileName nameIn(Key key) {
    byte[] rest = restBehind('m', key);
    return rest == null ? null : FileName.of(rest);
  }

  /** The chunk that a key is of; null for other keys. */
  static @Nullable Chunk chunkIn(Key key) {
    byte[] rest = restBehind('c', key);
    return rest == null
        ? null
        : new Chunk(HEX.formatHex(rest, 0, ID_BYTES), ByteBuffer.wrap(rest).getLong(ID_BYTES));
  }

  /** The part that a record is of. */
  static String partIn(Key key) {
    byte[] rest = restBehind('p', key);
    if (rest == null) {
      throw new IllegalArgumentException("not the key of a part: " + key);
    }
    return HEX.formatHex(rest);
  }

  private static byte @Nullable [] restBehind(char kind, Key key) {
    byte[] bytes = key.bytes();
    byte[] start = with(kind);
    return bytes.length > start.length
            && Arrays.equals(bytes, 0, start.length, start, 0, start.length)
        ? Arrays.copyOfRange(bytes, start.length, bytes.length)
        : null;
  }

  private static byte[] with(char kind, byte[]... rest) {
    int size = FILES.length + 1 + Arrays.stream(rest).mapToInt(bytes -> bytes.length).sum();
    var key = ByteBuffer.allocate(size).put(FILES).put((byte) kind);
    for (byte[] bytes : rest) {
      key.put(bytes);
    }
    return key.array();
  }
}
