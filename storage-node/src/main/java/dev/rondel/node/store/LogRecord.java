package dev.rondel.node.store;

import dev.rondel.node.store.PairStore.Change;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.nio.ByteBuffer;

/** One operation as the log keeps it: kind (1), then what belongs to the kind. */
sealed interface LogRecord {

  /** The length in the log, without the head that {@link CommitLog} gives it. */
  int size();

  void writeTo(ByteBuffer out);

  /** Key length (2), stored key, stored pair. */
  record Put(byte[] key, byte[] pair) implements LogRecord {
    @Override
    public int size() {
      return 1 + Short.BYTES + key.length + pair.length;
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.put(PUT).putShort((short) key.length).put(key).put(pair);
    }
  }

  /** Stored key, version (8). */
  record Erase(byte[] key, long version) implements LogRecord {
    @Override
    public int size() {
      return 1 + key.length + Long.BYTES;
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.put(ERASE).put(key).putLong(version);
    }
  }

  /**
   * The print of what is damaged (4), key length (2), stored key, stored pair; without a pair what
   * is damaged is forgotten.
   */
  record Mend(int damaged, byte[] key, byte[] pair) implements LogRecord {
    @Override
    public int size() {
      return 1 + Integer.BYTES + Short.BYTES + key.length + pair.length;
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.put(MEND).putInt(damaged).putShort((short) key.length).put(key).put(pair);
    }
  }

  /** The tokens of the arc (16 + 16). */
  record Drop(TokenRange range) implements LogRecord {
    @Override
    public int size() {
      return 1 + 2 * Token.BYTES;
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.put(DROP).put(range.after().toBytes()).put(range.to().toBytes());
    }
  }

  /** Nothing; written to see whether the disk takes writes again. */
  record Probe() implements LogRecord {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.put(PROBE);
    }
  }

  byte PUT = 1;
  byte ERASE = 2;
  byte DROP = 3;
  byte PROBE = 4;
  byte MEND = 5;

  static LogRecord of(Change change) {
    byte[] key = StoredKey.of(change.token(), change.key());
    return switch (change) {
      case Change.Put put -> new Put(key, StoredPair.encode(key, put.pair()));
      case Change.Erase erase -> new Erase(key, erase.version().value());
      case Change.Mend(var damaged, var pair) ->
          new Mend(damaged.bytes(), key, pair == null ? new byte[0] : StoredPair.encode(key, pair));
    };
  }

  /** The inverse of {@link #writeTo}; takes all that remains. */
  static LogRecord read(ByteBuffer in) {
    byte kind = in.get();
    return switch (kind) {
      case PUT -> new Put(take(in, Short.toUnsignedInt(in.getShort())), take(in, in.remaining()));
      case ERASE -> new Erase(take(in, in.remaining() - Long.BYTES), in.getLong());
      case DROP ->
          new Drop(
              new TokenRange(Token.of(take(in, Token.BYTES)), Token.of(take(in, Token.BYTES))));
      case MEND ->
          new Mend(
              in.getInt(), take(in, Short.toUnsignedInt(in.getShort())), take(in, in.remaining()));
      case PROBE -> new Probe();
      default -> throw new IllegalArgumentException("a record of kind " + kind + " is not known");
    };
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
