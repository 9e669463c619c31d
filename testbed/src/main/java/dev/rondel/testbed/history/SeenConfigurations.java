package dev.rondel.testbed.history;

/**
 * The configurations in which a search has been, each as a hash of 128 bits. Two of a million
 * configurations share one with a probability of 1 in 10^26, which is less than that of a wrong
 * answer from memory; the whole configurations would take a hundred times the room.
 */
final class SeenConfigurations {

  private static final int SMALLEST = 1 << 6;

  private long[] slots = new long[2 * SMALLEST];
  private int size;

  /** False where it has been added before. */
  boolean add(long high, long low) {
    if (4 * size >= slots.length) {
      grow();
    }
    boolean fresh = put(slots, high, low | 1);
    size += fresh ? 1 : 0;
    return fresh;
  }

  int size() {
    return size;
  }

  /** A slot is free while its second half is 0, which no hash has. */
  private static boolean put(long[] slots, long high, long low) {
    int mask = slots.length / 2 - 1;
    int at = (int) high & mask;
    while (slots[2 * at + 1] != 0) {
      if (slots[2 * at] == high && slots[2 * at + 1] == low) {
        return false;
      }
      at = (at + 1) & mask;
    }
    slots[2 * at] = high;
    slots[2 * at + 1] = low;
    return true;
  }

  private void grow() {
    var larger = new long[2 * slots.length];
    for (int i = 0; i < slots.length; i += 2) {
      if (slots[i + 1] != 0) {
        put(larger, slots[i], slots[i + 1]);
      }
    }
    slots = larger;
  }
}
