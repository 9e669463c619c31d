package dev.rondel.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairTypesTest {

  private static final Key KEY = Key.of("k");
  private static final Version VERSION = Version.of(3, 7);

  @Test
  void keysAreComparedByContentAndUnsigned() {
    assertThat(Key.of("a")).isEqualTo(Key.of(new byte[] {'a'})).hasSameHashCodeAs(Key.of("a"));
    assertThat(Key.of("a"))
        .isNotEqualTo(Key.of("b"))
        .isLessThan(Key.of("b"))
        .isLessThan(Key.of("aa"));
    assertThat(Key.of(new byte[] {0x7f})).isLessThan(Key.of(new byte[] {(byte) 0x80}));
  }

  @Test
  void aKeyHasAtLeastOneByte() {
    assertThatThrownBy(() -> Key.of("")).hasMessage("a key has at least one byte");
  }

  @Test
  void aKeyPrintsAsTextOrInBase64() {
    assertThat(Key.of("grüße")).hasToString("grüße");
    assertThat(Key.of(new byte[] {(byte) 0xff, 0})).hasToString("base64:_wA");
  }

  @Test
  void valuesAreComparedByContentTypeAndFlags() {
    byte[] bytes = "v".getBytes(StandardCharsets.UTF_8);
    Value value = Value.of(bytes, Value.BINARY);

    assertThat(value)
        .isEqualTo(Value.of(bytes.clone(), Value.BINARY, 0))
        .hasSameHashCodeAs(Value.of(bytes, Value.BINARY));
    assertThat(value).isNotEqualTo(Value.of(bytes, "text/plain"));
    assertThat(value).isNotEqualTo(Value.of(bytes, Value.BINARY, 1));
    assertThat(value).isNotEqualTo(Value.of(new byte[0], Value.BINARY));
    assertThat(Value.of(new byte[0], Value.BINARY).size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "1, 0", "12, 345", "8388607, 1099511627775"})
  void aVersionHoldsItsEpochAndSequence(long epoch, long sequence) {
    Version version = Version.of(epoch, sequence);

    assertThat(version.chainEpoch()).isEqualTo(epoch);
    assertThat(version.sequence()).isEqualTo(sequence);
    assertThat(version).hasToString(epoch + "." + sequence);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, -1", "8388608, 0", "0, 1099511627776"})
  void aVersionRefusesWhatDoesNotFit(long epoch, long sequence) {
    assertThatThrownBy(() -> Version.of(epoch, sequence))
        .hasMessage("no version for epoch " + epoch + ", sequence " + sequence);
  }

  @Test
  void versionsGrowWithTheEpochFirst() {
    assertThat(Version.of(1, 9)).isLessThan(Version.of(2, 0)).isGreaterThan(Version.of(1, 8));
    assertThatThrownBy(() -> new Version(-1)).hasMessage("version -1 is negative");
  }

  @Test
  void aPairIsLiveUntilItExpires() {
    Value value = Value.of(new byte[1], Value.BINARY);

    assertThat(new Pair(KEY, VERSION, value, 0).isLive(Long.MAX_VALUE)).isTrue();
    assertThat(new Pair(KEY, VERSION, value, 100).isLive(99)).isTrue();
    assertThat(new Pair(KEY, VERSION, value, 100).isLive(100)).isFalse();
    assertThat(Pair.tombstone(KEY, VERSION).isLive(0)).isFalse();
    assertThat(Pair.tombstone(KEY, VERSION).isTombstone()).isTrue();
    assertThatThrownBy(() -> new Pair(KEY, VERSION, value, -1))
        .hasMessage("expiresAt -1 is negative");
  }
}
