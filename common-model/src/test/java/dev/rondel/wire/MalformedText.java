package dev.rondel.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Messages made wrong from right ones, the same ones every time. Their bytes are ISO 8859-1. */
public final class MalformedText {

  private final List<String> valid;
  private final String extremes;
  private final RandomGenerator random;

  /**
   * @param extremes characters that mean something in these messages
   */
  public MalformedText(List<String> valid, String extremes, long seed) {
    this.valid = List.copyOf(valid);
    this.extremes = extremes;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  public String next() {
    String message = pick();
    for (int times = random.nextInt(1, 4); times > 0; times--) {
      message = broken(message);
    }
    return message;
  }

  private String pick() {
    return valid.get(random.nextInt(valid.size()));
  }

  private String broken(String message) {
    int from = random.nextInt(message.length() + 1);
    int to = Math.min(message.length(), from + random.nextInt(1, 12));
    String before = message.substring(0, from);
    String part = message.substring(from, to);
    String after = message.substring(to);
    return switch (random.nextInt(7)) {
      case 0 -> before;
      case 1 -> before + after;
      case 2 -> before + part + part + after;
      case 3 -> before + noise(random.nextInt(1, 40)) + part + after;
      case 4 -> before + noise(part.length()) + after;
      case 5 -> before + extremes.charAt(random.nextInt(extremes.length())) + part + after;
      default -> before + pick() + part + after;
    };
  }

  private String noise(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
