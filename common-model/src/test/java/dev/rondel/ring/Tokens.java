package dev.rondel.ring;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Tokens for properties: all of them, with many near the places where arithmetic goes wrong. */
public final class Tokens extends DomainContextBase {

  static final BigInteger RING = BigInteger.ONE.shiftLeft(128);

  @Provide
  public Arbitrary<Token> tokens() {
    Arbitrary<Long> word =
        Arbitraries.oneOf(
            Arbitraries.longs(), Arbitraries.of(0L, 1L, -1L, -2L, Long.MAX_VALUE, Long.MIN_VALUE));
    return Combinators.combine(word, word).as(Token::new);
  }

  /** The token as a number, in [0, 2^128). */
  static BigInteger number(Token token) {
    return new BigInteger(1, token.toBytes());
  }
}
