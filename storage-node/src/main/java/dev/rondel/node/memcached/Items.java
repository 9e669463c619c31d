package dev.rondel.node.memcached;

import dev.rondel.node.door.Table;
import dev.rondel.node.runtime.ReservedKeys;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Items as memcached's clients see them, and the pairs that they are. */
final class Items {

  /** A version that no pair ever has. */
  private static final Version NEVER = new Version(Long.MAX_VALUE);

  private static final BigInteger WRAP = BigInteger.ONE.shiftLeft(Long.SIZE);

  private Items() {}

  static Key key(String word) {
    if (word.isEmpty() || word.length() > CommandDecoder.LONGEST_KEY) {
      throw new ErrorLine(ErrorLine.BAD_FORMAT);
    }
    byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
    if (ReservedKeys.isReserved(bytes)) {
      throw new ErrorLine("CLIENT_ERROR key-reserved: " + ReservedKeys.REFUSAL);
    }
    return Key.of(bytes);
  }

  static Value value(byte[] bytes, int flags) {
    return Value.of(bytes, Value.BINARY, flags);
  }

  /** The version that a client names; one beyond all versions is none. */
  static Version version(long cas) {
    return cas < 0 ? NEVER : new Version(cas);
  }

  static String flags(Value value) {
    return Integer.toUnsignedString(value.flags());
  }

  /** The item's bytes with these behind it, or before it. */
  static byte[] joined(Pair pair, byte[] bytes, boolean behind, Table table) {
    byte[] old = Table.value(pair).bytes();
    if (old.length + (long) bytes.length > table.limits().valueSize().toBytes()) {
      throw new ErrorLine(ErrorLine.TOO_LARGE);
    }
    byte[] joined = new byte[old.length + bytes.length];
    System.arraycopy(old, 0, joined, behind ? 0 : bytes.length, old.length);
    System.arraycopy(bytes, 0, joined, behind ? old.length : 0, bytes.length);
    return joined;
  }

  /**
   * The item's number, 64 bits unsigned, plus {@code delta}, around the end; or minus, down to 0.
   */
  static String counted(Pair pair, long delta, boolean up) {
    String text = new String(Table.value(pair).bytes(), StandardCharsets.ISO_8859_1);
    OptionalLong number = Numbers.unsigned64(text.stripTrailing());
    if (number.isEmpty()) {
      throw new ErrorLine(ErrorLine.NOT_A_NUMBER);
    }
    BigInteger from = unsigned(number.getAsLong());
    BigInteger to = up ? from.add(unsigned(delta)).mod(WRAP) : from.subtract(unsigned(delta));
    return to.max(BigInteger.ZERO).toString();
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }
}
