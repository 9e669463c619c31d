package dev.rondel.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** {@link Token} against {@link BigInteger}. */
@Domain(Tokens.class)
@Domain(DomainContext.Global.class)
class TokenPropertiesTest {

  @Property
  void areComparedAsUnsignedNumbers(@ForAll Token a, @ForAll Token b) {
    assertThat(Integer.signum(a.compareTo(b)))
        .isEqualTo(Tokens.number(a).compareTo(Tokens.number(b)));
  }

  @Property
  void comeBackFromTextAndFromBytes(@ForAll Token token) {
    assertThat(Token.parse(token.toString())).isEqualTo(token);
    assertThat(Token.of(token.toBytes())).isEqualTo(token);
    assertThat(token.toString()).isEqualTo("%032x".formatted(Tokens.number(token)));
  }

  @Property
  void shareAfterIsTheClockwiseDistance(@ForAll Token from, @ForAll Token to) {
    BigInteger distance = Tokens.number(to).subtract(Tokens.number(from)).mod(Tokens.RING);

    double share = new BigDecimal(distance).divide(new BigDecimal(Tokens.RING)).doubleValue();

    assertThat(to.shareAfter(from)).isCloseTo(share, within(1e-15)).isBetween(0.0, 1.0);
  }

  @Property
  void plusGoesThatFarClockwise(
      @ForAll Token from, @ForAll @DoubleRange(min = 0, max = 0.999) @Scale(9) double share) {
    assertThat(from.plus(share).shareAfter(from)).isCloseTo(share, within(1e-15));
  }

  @Example
  void knowTheEndsOfTheRing() {
    assertThat(Token.MIN).isLessThan(Token.MAX).hasToString("0".repeat(32));
    assertThat(Token.MAX).hasToString("f".repeat(32));
    assertThat(Token.MIN.shareAfter(Token.MAX)).isEqualTo(0x1p-128);
  }

  @Example
  void refuseWhatIsNoToken() {
    assertThatThrownBy(() -> Token.of(new byte[15])).hasMessage("a token has 16 bytes, not 15");
    assertThatThrownBy(() -> Token.parse("abc"))
        .hasMessageContaining("32 hexadecimal digits: 'abc'");
    assertThatThrownBy(() -> Token.parse("g".repeat(32)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Token.MIN.plus(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Token.MIN.plus(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
