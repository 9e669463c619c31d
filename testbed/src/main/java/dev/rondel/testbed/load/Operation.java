package dev.rondel.testbed.load;

/**
 * One operation on one key, as the client saw it. Times are nanoseconds of one clock.
 *
 * @param number of a write: which one of its key it is, from 1. Of a read: the number of the write
 *     whose value it saw; 0 = no value; {@link #STRANGE} = a value that no writer of this key makes
 * @param last of a read: it was done when all writing had ended
 * @param detail for people: who answered, what a strange value was
 */
public record Operation(
    String key,
    Kind kind,
    long number,
    long from,
    long to,
    Fate fate,
    boolean last,
    String detail) {

  public static final long STRANGE = -1;

  /** What was asked. */
  public enum Kind {
    PUT,
    DELETE,
    READ
  }

  /** What became of it. */
  public enum Fate {
    DONE,
    /** A write that may have been applied, or will be, or not. */
    UNKNOWN,
    /** Nothing was applied; or a read had no answer. */
    NOT_DONE
  }

  public Operation {
    if (to < from) {
      throw new IllegalArgumentException(
          "an operation ends " + (from - to) + " ns before it begins");
    }
  }

  boolean isWrite() {
    return kind != Kind.READ;
  }
}
