package dev.rondel.ring;

import java.util.regex.Pattern;

/** The name of a node: 1 to 64 letters, digits, {@code _}, {@code -}, {@code .} or {@code :}. */
public record NodeId(String value) implements Comparable<NodeId> {

  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

  public NodeId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "node id '" + value + "' is not 1 to 64 letters, digits, '_', '-', '.' or ':'");
    }
  }

  public static NodeId of(String value) {
    return new NodeId(value);
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
