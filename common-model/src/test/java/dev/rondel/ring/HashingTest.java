package dev.rondel.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published values: RFC 1321, RFC 3174 cut to 128 bits, and the references of MurmurHash3 x64
 * and XXH3.
 */
class HashingTest {

  private static final String FOX = "The quick brown fox jumps over the lazy dog";

  @ParameterizedTest
  @CsvSource({
    "md5, '', d41d8cd98f00b204e9800998ecf8427e",
    "md5, abc, 900150983cd24fb0d6963f7d28e17f72",
    "md5, FOX, 9e107d9d372bb6826bd81d3542a419d6",
    "sha1, '', da39a3ee5e6b4b0d3255bfef95601890",
    "sha1, abc, a9993e364706816aba3e25717850c26c",
    "sha1, FOX, 2fd4e1c67a2d28fced849ee1bb76e739",
    "murmur3, '', 00000000000000000000000000000000",
    "murmur3, hello, cbd8a7b341bd9b025b1e906a48ae1d19",
    "murmur3, FOX, e34bbc7bbc071b6c7a433ca9c49a9347",
    "xxh3, '', 99aa06d3014798d86001c324468d497f",
    "xxh3, abc, 06b05ab6733a618578af5f94892f3950",
    "xxh3, FOX, ddd650205ca3e7fa24a1cc2e3a8a7651",
  })
  void givesThePublishedValues(String name, String text, String token) {
    byte[] bytes = (text.equals("FOX") ? FOX : text).getBytes(StandardCharsets.UTF_8);

    assertThat(Hashing.named(name).hash(bytes)).hasToString(token);
  }

  @Test
  void namesAreThoseThatCanBeLookedUp() {
    assertThat(Hashing.names()).containsExactly("md5", "murmur3", "sha1", "xxh3");
    assertThat(Hashing.names())
        .allSatisfy(name -> assertThat(Hashing.named(name).id()).isEqualTo(name));
    assertThat(Hashing.md5()).isSameAs(Hashing.named("md5"));
  }

  @Test
  void refusesAnUnknownNameAndListsTheOthers() {
    assertThatThrownBy(() -> Hashing.named("crc32"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no hash function 'crc32'; there are md5, murmur3, sha1, xxh3");
  }

  @ParameterizedTest
  @CsvSource({"md5", "sha1", "murmur3", "xxh3"})
  void isSafeForManyThreadsAtOnce(String name) {
    byte[] bytes = FOX.getBytes(StandardCharsets.UTF_8);
    Set<Token> seen = ConcurrentHashMap.newKeySet();

    IntStream.range(0, 10_000).parallel().forEach(i -> seen.add(Hashing.named(name).hash(bytes)));

    assertThat(seen).hasSize(1);
  }
}
