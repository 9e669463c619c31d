package dev.rondel.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.pair.Key;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPathTest {

  @ParameterizedTest
  @CsvSource({
    "user:42,    /kv/user%3A42",
    "a;v=1,      /kv/a%3Bv%3D1",
    "50% off?,   /kv/50%25%20off%3F",
    "größe,      /kv/gr%C3%B6%C3%9Fe",
    "a..b,       /kv/a..b",
    "a|b+c,      /kv/a%7Cb%2Bc"
  })
  void textTravelsInThePath(String key, String path) {
    assertThat(KeyPath.of(Key.of(key))).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "a/b", "../etc", "a\\b", "line\nbreak", "\0", "\u007f"})
  void whatServersRefuseOrRewriteTravelsInBase64(String key) {
    assertThat(KeyPath.of(Key.of(key))).matches("/kv\\?key64=[A-Za-z0-9_-]+");
  }

  @Test
  void binaryTravelsInBase64() {
    assertThat(KeyPath.of(Key.of(new byte[] {(byte) 0xff, (byte) 0xfe})))
        .isEqualTo("/kv?key64=__4");
  }

  @Test
  void everyByteMakesAValidAddress() {
    for (int b = 0; b < 256; b++) {
      var uri = URI.create("http://localhost" + KeyPath.of(Key.of(new byte[] {(byte) b})));
      assertThat(uri.getHost()).isEqualTo("localhost");
    }
  }
}
