package dev.rondel.testbed.verify;

import dev.rondel.pair.Key;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as it must be.
 *
 * @param node the node that was asked; null where it was the cluster as a whole
 */
public record Wrong(Key key, Kind kind, @Nullable String node, String detail) {

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** What is wrong. */
  public enum Kind {
    NOT_STORED("was not stored"),
    NO_ANSWER("was not answered"),
    MISSING("is missing"),
    WRONG_VALUE("has a wrong value"),
    WRONG_PRIMARY("has a wrong primary"),
    WRONG_REPLICAS("has wrong replicas"),
    TOO_FEW_REPLICAS("has too few replicas");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** About the way of an answer, which changes with the view; not about the value. */
    boolean isOfRouting() {
      return this == WRONG_PRIMARY || this == WRONG_REPLICAS || this == TOO_FEW_REPLICAS;
    }
  }

  /** One line for people. */
  @Override
  public String toString() {
    return "key '"
        + printable(key)
        + "' "
        + kind.words
        + (node == null ? "" : " when asked at " + node)
        + ": "
        + detail;
  }

  /** The key on one line. */
  public static String printable(Key key) {
    return CONTROL
        .matcher(key.toString())
        .replaceAll(match -> "\\\\x%02x".formatted((int) match.group().charAt(0)));
  }
}
