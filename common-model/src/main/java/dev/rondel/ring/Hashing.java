package dev.rondel.ring;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A function from bytes to a point on the ring. Chosen by name when a ring is made, and never
 * changed after that: keys would be looked for in the wrong place.
 */
public interface Hashing {

  /** The name under which {@link #named} finds it. */
  String id();

  /** The token of {@code bytes}, any number of them. Safe for all threads at once. */
  Token hash(byte[] bytes);

  /** The default. */
  static Hashing md5() {
    return StandardHashing.MD5;
  }

  /** One of {@link #names()}. */
  static Hashing named(String name) {
    return Stream.of(StandardHashing.values())
        .filter(hashing -> hashing.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no hash function '" + name + "'; there are " + String.join(", ", names())));
  }

  static List<String> names() {
    return Arrays.stream(StandardHashing.values()).map(StandardHashing::id).toList();
  }
}
