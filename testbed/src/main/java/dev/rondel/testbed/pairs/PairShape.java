package dev.rondel.testbed.pairs;

/**
 * What pairs to make.
 *
 * @param seed the same shape with the same seed gives the same pairs, everywhere and always
 * @param keySize bytes of a key that is not awkward
 * @param valueSize bytes of a value that is not awkward
 * @param awkward every second pair has a key or value that something on the way might break
 */
public record PairShape(int pairs, long seed, int keySize, int valueSize, boolean awkward) {

  /** Room for {@code key_}, the number of the pair, and {@code _}. */
  public static final int SMALLEST_KEY = 12;

  public static final PairShape DEFAULT = new PairShape(100, 1, 16, 100, false);

  public PairShape {
    require(pairs >= 1 && pairs <= 10_000_000, "pairs are 1 to 10,000,000, not " + pairs);
    require(
        keySize >= SMALLEST_KEY && keySize <= 1024,
        "a key has " + SMALLEST_KEY + " to 1,024 bytes, not " + keySize);
    require(
        valueSize >= 0 && valueSize <= 1 << 20,
        "a value has 0 to 1,048,576 bytes, not " + valueSize);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
