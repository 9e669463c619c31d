package dev.rondel.pair;

/**
 * The version of a pair: {@code chainEpoch << 40 | sequence}, given by the head of its range. It
 * only grows for a key, and is never given twice. In HTTP it is the ETag, in memcached the cas.
 */
public record Version(long value) implements Comparable<Version> {

  public static final int SEQUENCE_BITS = 40;
  private static final long MAX_SEQUENCE = (1L << SEQUENCE_BITS) - 1;

  public Version {
    if (value < 0) {
      throw new IllegalArgumentException("version " + value + " is negative");
    }
  }

  public static Version of(long chainEpoch, long sequence) {
    if (chainEpoch < 0
        || chainEpoch > Long.MAX_VALUE >> SEQUENCE_BITS
        || sequence < 0
        || sequence > MAX_SEQUENCE) {
      throw new IllegalArgumentException(
          "no version for epoch " + chainEpoch + ", sequence " + sequence);
    }
    return new Version(chainEpoch << SEQUENCE_BITS | sequence);
  }

  public long chainEpoch() {
    return value >>> SEQUENCE_BITS;
  }

  public long sequence() {
    return value & MAX_SEQUENCE;
  }

  @Override
  public int compareTo(Version other) {
    return Long.compare(value, other.value);
  }

  /** {@code epoch.sequence}, for people. */
  @Override
  public String toString() {
    return chainEpoch() + "." + sequence();
  }
}
