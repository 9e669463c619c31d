package dev.rondel.ring;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.function.Function;

/**
 * The hash functions that Rondel knows. Each token is the digest as it is usually printed, cut to
 * 128 bits.
 */
enum StandardHashing implements Hashing {
  MD5(digest("MD5")),
  /** MurmurHash3 x64, 128 bits, seed 0: its two words h1 and h2, in this order. */
  MURMUR3(StandardHashing::murmur3),
  SHA1(digest("SHA-1")),
  /** XXH3, 128 bits, seed 0. */
  XXH3(StandardHashing::xxh3);

  private static final Hasher128 MURMUR3_128 = com.dynatrace.hash4j.hashing.Hashing.murmur3_128();
  private static final Hasher128 XXH3_128 = com.dynatrace.hash4j.hashing.Hashing.xxh3_128();

  @SuppressWarnings("ImmutableEnumChecker") // A pure function.
  private final Function<byte[], Token> function;

  StandardHashing(Function<byte[], Token> function) {
    this.function = function;
  }

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Token hash(byte[] bytes) {
    return function.apply(bytes);
  }

  private static Token murmur3(byte[] bytes) {
    HashValue128 hash = MURMUR3_128.hashBytesTo128Bits(bytes);
    return new Token(hash.getLeastSignificantBits(), hash.getMostSignificantBits());
  }

  private static Token xxh3(byte[] bytes) {
    HashValue128 hash = XXH3_128.hashBytesTo128Bits(bytes);
    return new Token(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  /**
   * A message digest, cloned from one that is never used itself: cheaper than asking the providers
   * each time, and, unlike a thread-local, not made anew for each virtual thread.
   */
  private static Function<byte[], Token> digest(String algorithm) {
    MessageDigest pristine = newDigest(algorithm);
    return bytes -> {
      try {
        return Token.of(((MessageDigest) pristine.clone()).digest(bytes));
      } catch (CloneNotSupportedException notTheJdksOwn) {
        return Token.of(newDigest(algorithm).digest(bytes));
      }
    };
  }

  private static MessageDigest newDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no " + algorithm, e);
    }
  }
}
