package dev.rondel.ring;

/**
 * An arc of the ring: the tokens after {@code after}, up to and including {@code to}, clockwise.
 * Where both are the same the arc is the whole ring.
 */
public record TokenRange(Token after, Token to) {

  public boolean contains(Token token) {
    int order = after.compareTo(to);
    if (order < 0) {
      return after.compareTo(token) < 0 && token.compareTo(to) <= 0;
    }
    return order == 0 || after.compareTo(token) < 0 || token.compareTo(to) <= 0;
  }

  /** Whether every token of the other arc is in this one. */
  public boolean covers(TokenRange other) {
    if (isWholeRing()) {
      return true;
    }
    return !other.isWholeRing()
        && contains(other.to)
        && (other.after.equals(after) || new TokenRange(after, other.to).contains(other.after));
  }

  private boolean isWholeRing() {
    return after.equals(to);
  }

  /** Whether the arc runs over the top of the ring, from {@link Token#MAX} to {@link Token#MIN}. */
  public boolean wraps() {
    return after.compareTo(to) >= 0;
  }

  /** The arc's part of the whole ring, in (0, 1]. */
  public double share() {
    return isWholeRing() ? 1.0 : to.shareAfter(after);
  }

  @Override
  public String toString() {
    return "(" + after + ".." + to + "]";
  }
}
