package dev.rondel.node.store;

import dev.rondel.node.store.PairStore.Size;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;

/**
 * Counts of the values in each 1/256th of the ring (a <em>sector</em>): a range costs a sum and a
 * look at the two sectors that it cuts. A cut sector of few entries is counted by scanning, a
 * larger one gives its share, as tokens are spread evenly.
 */
final class RingSizes {

  private static final int SECTORS = 256;
  static final int BYTES = SECTORS * 3 * Long.BYTES;

  /** Up to this many entries a cut sector is counted and not estimated. */
  private static final int COUNTED = 256;

  private final AtomicLongArray entries = new AtomicLongArray(SECTORS);
  private final AtomicLongArray bytes = new AtomicLongArray(SECTORS);
  private final AtomicLongArray tombstones = new AtomicLongArray(SECTORS);

  /** One stored pair more ({@code sign} 1) or less (-1). */
  void add(byte[] storedKey, int sign, boolean tombstone, long size) {
    int sector = Byte.toUnsignedInt(storedKey[0]);
    if (tombstone) {
      tombstones.getAndAdd(sector, sign);
    } else {
      entries.getAndAdd(sector, sign);
      bytes.getAndAdd(sector, sign * size);
    }
  }

  /** Writes the counts into {@link #BYTES} bytes. */
  void writeTo(ByteBuffer out) {
    for (int sector = 0; sector < SECTORS; sector++) {
      out.putLong(entries.get(sector)).putLong(bytes.get(sector)).putLong(tombstones.get(sector));
    }
  }

  /** Takes over what {@link #writeTo} wrote. */
  void readFrom(ByteBuffer in) {
    for (int sector = 0; sector < SECTORS; sector++) {
      entries.set(sector, in.getLong());
      bytes.set(sector, in.getLong());
      tombstones.set(sector, in.getLong());
    }
  }

  /** Values and tombstones. */
  long pairs() {
    long pairs = 0;
    for (int sector = 0; sector < SECTORS; sector++) {
      pairs += entries.get(sector) + tombstones.get(sector);
    }
    return pairs;
  }

  Size total() {
    long allEntries = 0;
    long allBytes = 0;
    for (int sector = 0; sector < SECTORS; sector++) {
      allEntries += entries.get(sector);
      allBytes += bytes.get(sector);
    }
    return new Size(allEntries, allBytes);
  }

  /** The size of an arc; {@code count} gives the exact size of a small one. */
  Size of(TokenRange arc, Function<TokenRange, Size> count) {
    if (arc.after().equals(arc.to())) {
      return total();
    }
    long allEntries = 0;
    long allBytes = 0;
    int last = sector(arc.to());
    Token from = arc.after();
    // An arc that wraps inside one sector goes around the whole ring before it ends there.
    for (int sector = sector(from), step = 0;
        step <= SECTORS;
        sector = (sector + 1) % SECTORS, step++) {
      boolean ends = sector == last && !(step == 0 && arc.wraps());
      Token to = ends ? arc.to() : end(sector);
      if (!from.equals(to)) {
        Size part = part(sector, new TokenRange(from, to), count);
        allEntries += part.entries();
        allBytes += part.bytes();
      }
      if (ends) {
        break;
      }
      from = to;
    }
    return new Size(allEntries, allBytes);
  }

  private Size part(int sector, TokenRange cut, Function<TokenRange, Size> count) {
    double share = cut.share() * SECTORS;
    long inSector = entries.get(sector);
    if (share >= 1) {
      return new Size(inSector, bytes.get(sector));
    }
    return inSector + tombstones.get(sector) <= COUNTED
        ? count.apply(cut)
        : new Size(Math.round(inSector * share), Math.round(bytes.get(sector) * share));
  }

  private static int sector(Token token) {
    return (int) (token.high() >>> 56);
  }

  /** The last token of a sector. */
  private static Token end(int sector) {
    return new Token((long) sector << 56 | 0x00FF_FFFF_FFFF_FFFFL, -1);
  }
}
