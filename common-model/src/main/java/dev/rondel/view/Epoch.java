package dev.rondel.view;

/** The number of a view. Epochs never go back. */
public record Epoch(long value) implements Comparable<Epoch> {

  public static final Epoch ZERO = new Epoch(0);

  public Epoch {
    if (value < 0) {
      throw new IllegalArgumentException("epoch " + value + " is negative");
    }
  }

  public Epoch next() {
    return new Epoch(value + 1);
  }

  public boolean isBefore(Epoch other) {
    return value < other.value;
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
