package dev.rondel.ring;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** The tokens of keys as a user would name them. */
final class Keys {

  private Keys() {}

  static List<Token> tokens(int count) {
    Hashing md5 = Hashing.md5();
    return IntStream.range(0, count)
        .mapToObj(i -> md5.hash(("key-" + i).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  static long moved(List<Token> keys, HashRing before, HashRing after) {
    return keys.stream().filter(key -> !before.owner(key).equals(after.owner(key))).count();
  }
}
