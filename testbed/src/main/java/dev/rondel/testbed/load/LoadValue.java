package dev.rondel.testbed.load;

import dev.rondel.pair.Value;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The value that a write of the load makes: key, number and padding, so that no two writes make the
 * same.
 */
final class LoadValue {

  private static final Pattern SHAPE = Pattern.compile("(?<key>[^#]+)#(?<number>\\d{1,18})#=*");

  /** The number of a value that no write of the key makes. */
  static final long STRANGE = -1;

  private LoadValue() {}

  static Value of(String key, long number, int size) {
    String text = key + "#" + number + "#";
    String padded = text + "=".repeat(Math.max(0, size - text.length()));
    return Value.of(padded.getBytes(StandardCharsets.US_ASCII), "text/plain");
  }

  /**
   * The number of the write that made this value of {@code key}; {@link #STRANGE} where none can
   * have.
   */
  static long numberIn(Value value, String key, int size) {
    var shape = SHAPE.matcher(new String(value.bytes(), StandardCharsets.ISO_8859_1));
    if (!shape.matches() || !shape.group("key").equals(key)) {
      return STRANGE;
    }
    long number = Long.parseLong(shape.group("number"));
    return of(key, number, size).equals(value) ? number : STRANGE;
  }
}
