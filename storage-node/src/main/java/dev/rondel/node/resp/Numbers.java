package dev.rondel.node.resp;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers as Redis reads and writes them. */
final class Numbers {

  private static final int LONGEST_INTEGER = 20;
  private static final int LONGEST_FLOAT = 256;

  /** Digits behind the point, as Redis gives them. */
  private static final int SCALE = 17;

  private Numbers() {}

  /** 64 bits, written the one way that such a number is written; null for anything else. */
  static @Nullable Long integer(String text) {
    if (text.isEmpty() || text.length() > LONGEST_INTEGER) {
      return null;
    }
    try {
      long number = Long.parseLong(text);
      return Long.toString(number).equals(text) ? (Long) number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Null where the text is no number that a double can hold. */
  static @Nullable BigDecimal decimal(String text) {
    if (text.length() > LONGEST_FLOAT) {
      return null;
    }
    try {
      var number = new BigDecimal(text);
      return isFinite(number) ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static boolean isFinite(BigDecimal number) {
    return Double.isFinite(number.doubleValue());
  }

  static String text(BigDecimal number) {
    BigDecimal rounded =
        number.setScale(Math.min(SCALE, Math.max(0, number.scale())), RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
