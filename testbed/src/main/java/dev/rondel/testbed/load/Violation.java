package dev.rondel.testbed.load;

/**
 * Something that a correct table does not do. {@code detail} tells the operations that prove it.
 */
public record Violation(String key, Kind kind, String detail) {

  /** What was broken. */
  public enum Kind {
    /** A value that was never written to this key, or not yet. */
    WRONG_VALUE("wrong value"),
    /** An older value than one that was acknowledged, or already seen, before the read began. */
    STALE_READ("stale read"),
    /** A value after its deletion was acknowledged. */
    RESURRECTED("resurrected value"),
    /** An acknowledged write that is gone when all writing has ended. */
    LOST_WRITE("lost write");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  @Override
  public String toString() {
    return kind.words + " of key " + key + ": " + detail;
  }
}
