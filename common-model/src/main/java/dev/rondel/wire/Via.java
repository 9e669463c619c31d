package dev.rondel.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a request gets to the node that carries it out, as clients ask for it: in the header {@value
 * #HEADER}, and as {@code via} of a lookup.
 */
public enum Via {
  /** In one hop: every node knows the whole ring. */
  DIRECT,
  /**
   * From finger to finger to the head of the key's range; see {@link dev.rondel.ring.FingerTable}.
   */
  FINGERS;

  public static final String HEADER = "X-Rondel-Routing";

  /** In the answer: the ids of the nodes that the request came to, with commas between them. */
  public static final String PATH_HEADER = "X-Rondel-Path";

  /** What there is to choose from. */
  public static final String CHOICE = "'direct' (the default) or 'fingers'";

  public static Optional<Via> named(String name) {
    return Stream.of(values()).filter(via -> via.id().equals(name)).findFirst();
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
