package dev.rondel.node.memcached;

import dev.rondel.pair.Value;

/**
 * What the meta commands note of an item: whether somebody has won the right to make it anew, and
 * whether it is stale. It is kept as a parameter at the end of the content type.
 */
enum Mark {
  NONE(""),
  WON("; memcached=won"),
  STALE("; memcached=stale"),
  STALE_AND_WON("; memcached=stale-won");

  private final String parameter;

  Mark(String parameter) {
    this.parameter = parameter;
  }

  static Mark of(Value value) {
    for (Mark mark : values()) {
      if (mark != NONE && value.contentType().endsWith(mark.parameter)) {
        return mark;
      }
    }
    return NONE;
  }

  /** The same value with this mark instead of the one that it has. */
  Value on(Value value) {
    String type = value.contentType();
    String plain = type.substring(0, type.length() - of(value).parameter.length());
    return Value.of(value.bytes(), plain + parameter, value.flags());
  }

  boolean isStale() {
    return this == STALE || this == STALE_AND_WON;
  }

  boolean isWon() {
    return this == WON || this == STALE_AND_WON;
  }

  Mark won() {
    return isStale() ? STALE_AND_WON : WON;
  }
}
