package dev.rondel.testbed.pairs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Keys and values that an address, a server, a proxy, a CSV file or a character set might break.
 */
final class AwkwardPairs {

  /** Each once, as they are. */
  private static final List<String> ALONE =
      List.of(".", "..", "/", "\\", "%", " ", "\"", ",", ";", "?", "#", "\n", "\0", "+");

  /** Each with the number of the pair in the place of {@code @}. */
  private static final List<String> WITH_NUMBER =
      List.of(
          "a/b/@",
          "../../etc/passwd/@",
          "/leading/@",
          "trailing/@/",
          "back\\slash\\@",
          "percent%2F@",
          "space and + @",
          "question?mark=@&more#hash",
          "semicolon;v=@",
          "say \"hi\", @",
          "line\nbreak\r\n@",
          "tab\t@",
          "nul\0@",
          "größe-@",
          "日本語-@",
          "😀-@",
          "e\u0301-combining-@",
          "\u05d0\u05d1-right-to-left-@",
          "|{}^`[]<>@",
          " spaces at both ends @ ",
          "=formula(@)",
          "base64:@",
          "null@",
          "'; drop table pairs; --@");

  private static final int KINDS = WITH_NUMBER.size() + 2;

  private AwkwardPairs() {}

  /**
   * @param index counts the awkward pairs alone, so that each kind has its turn
   */
  static TestPair make(int index, int number, RandomGenerator random) {
    if (index < ALONE.size()) {
      return of(ALONE.get(index), "the value of pair " + number);
    }
    int kind = (index - ALONE.size()) % KINDS;
    if (kind < WITH_NUMBER.size()) {
      String key = WITH_NUMBER.get(kind).replace("@", Integer.toString(number));
      return of(key, key.repeat(random.nextInt(4))); // sometimes empty
    }
    byte[] name =
        ("\u00ff" + number + ":").getBytes(StandardCharsets.ISO_8859_1); // 0xff is never UTF-8
    return TestPair.ofBytes(
        PairGenerator.bytes(name, 8, random),
        PairGenerator.bytes(new byte[0], random.nextInt(300), random));
  }

  /** A CSV file must not have NUL in a text field. */
  private static TestPair of(String key, String value) {
    return key.indexOf('\0') < 0
        ? TestPair.ofText(key, value)
        : TestPair.ofBytes(
            key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }
}
