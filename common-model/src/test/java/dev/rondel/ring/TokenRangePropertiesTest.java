package dev.rondel.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

@Domain(Tokens.class)
class TokenRangePropertiesTest {

  /** Walking from the start: a token is inside when it is met no later than the end. */
  @Property
  void containsWhatIsMetOnTheWay(@ForAll Token after, @ForAll Token to, @ForAll Token token) {
    BigInteger wholeRing = Tokens.RING;
    BigInteger start = Tokens.number(after).add(BigInteger.ONE);
    BigInteger end = Tokens.number(to).subtract(start).mod(wholeRing);
    BigInteger met = Tokens.number(token).subtract(start).mod(wholeRing);

    assertThat(new TokenRange(after, to).contains(token)).isEqualTo(met.compareTo(end) <= 0);
  }

  @Property
  void coversWhatBeginsAndEndsOnTheWay(
      @ForAll Token after, @ForAll Token to, @ForAll Token otherAfter, @ForAll Token otherTo) {
    BigInteger begin = Tokens.number(otherAfter).subtract(Tokens.number(after)).mod(Tokens.RING);
    boolean isPart = begin.add(length(otherAfter, otherTo)).compareTo(length(after, to)) <= 0;

    assertThat(new TokenRange(after, to).covers(new TokenRange(otherAfter, otherTo)))
        .isEqualTo(isPart || after.equals(to));
  }

  private static BigInteger length(Token after, Token to) {
    BigInteger length = Tokens.number(to).subtract(Tokens.number(after)).mod(Tokens.RING);
    return length.signum() == 0 ? Tokens.RING : length;
  }

  @Property
  void aTokenCutsARangeInTwoThatShareNothing(
      @ForAll Token after, @ForAll Token to, @ForAll Token cut, @ForAll Token token) {
    var whole = new TokenRange(after, to);
    if (!whole.contains(cut) || cut.equals(to) || cut.equals(after)) {
      return;
    }
    var lower = new TokenRange(after, cut);
    var upper = new TokenRange(cut, to);

    assertThat(lower.contains(token) ^ upper.contains(token)).isEqualTo(whole.contains(token));
    assertThat(lower.share() + upper.share()).isCloseTo(whole.share(), within(1e-15));
  }

  @Example
  void endsAreExclusiveAndInclusive() {
    var range = new TokenRange(new Token(0, 10), new Token(0, 20));

    assertThat(range.contains(new Token(0, 10))).isFalse();
    assertThat(range.contains(new Token(0, 11))).isTrue();
    assertThat(range.contains(new Token(0, 20))).isTrue();
    assertThat(range.contains(new Token(0, 21))).isFalse();
    assertThat(range.wraps()).isFalse();
  }

  @Example
  void runsOverTheTopOfTheRing() {
    var range = new TokenRange(new Token(-1, 0), new Token(0, 20));

    assertThat(range.contains(Token.MAX)).isTrue();
    assertThat(range.contains(Token.MIN)).isTrue();
    assertThat(range.contains(new Token(0, 21))).isFalse();
    assertThat(range.contains(new Token(-1, 0))).isFalse();
    assertThat(range.wraps()).isTrue();
  }

  @Example
  void isTheWholeRingWhereBothEndsAreTheSame() {
    var range = new TokenRange(new Token(5, 5), new Token(5, 5));

    assertThat(range.contains(new Token(5, 5))).isTrue();
    assertThat(range.contains(Token.MAX)).isTrue();
    assertThat(range.share()).isEqualTo(1.0);
  }
}
