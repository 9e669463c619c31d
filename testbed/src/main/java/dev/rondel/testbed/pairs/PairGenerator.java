package dev.rondel.testbed.pairs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Makes pairs from a seed. {@link Random} is used because its sequence is part of its
 * specification, so that a seed means the same pairs on every Java.
 */
public final class PairGenerator {

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private PairGenerator() {}

  public static List<TestPair> generate(PairShape shape) {
    RandomGenerator random = new Random(shape.seed());
    var pairs = new ArrayList<TestPair>(shape.pairs());
    for (int number = 0; number < shape.pairs(); number++) {
      boolean awkward = shape.awkward() && number % 2 == 1;
      pairs.add(
          awkward ? AwkwardPairs.make(number / 2, number, random) : plain(number, shape, random));
    }
    return List.copyOf(pairs);
  }

  private static TestPair plain(int number, PairShape shape, RandomGenerator random) {
    String name = "key_%05d_".formatted(number);
    return TestPair.ofText(
        name + letters(shape.keySize() - name.length(), random),
        letters(shape.valueSize(), random));
  }

  private static String letters(int count, RandomGenerator random) {
    byte[] letters = new byte[count];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
    return new String(letters, StandardCharsets.US_ASCII);
  }

  /** {@code prefix}, then random bytes. */
  static byte[] bytes(byte[] prefix, int count, RandomGenerator random) {
    byte[] bytes = Arrays.copyOf(prefix, prefix.length + count);
    for (int i = prefix.length; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
