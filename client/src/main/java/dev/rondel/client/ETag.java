package dev.rondel.client;

import dev.rondel.pair.Version;
import java.util.Optional;
import java.util.regex.Pattern;

/** A version as HTTP writes it: its decimal digits in quotes. */
final class ETag {

  private static final Pattern SHAPE = Pattern.compile("\"(\\d{1,19})\"");

  private ETag() {}

  static String of(Version version) {
    return "\"" + version.value() + "\"";
  }

  /** Nothing where it is not one of Rondel's. */
  static Optional<Version> parse(String header) {
    var shape = SHAPE.matcher(header);
    try {
      return shape.matches()
          ? Optional.of(new Version(Long.parseLong(shape.group(1))))
          : Optional.empty();
    } catch (NumberFormatException above64Bits) {
      return Optional.empty();
    }
  }
}
