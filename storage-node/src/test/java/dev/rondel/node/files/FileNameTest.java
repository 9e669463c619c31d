package dev.rondel.node.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "docs/2026/plan.pdf", "käse brot", "...", "a..b", "-", "a/.b"})
  void segmentsOfTextAreNames(String name) {
    assertThat(FileName.of(name.getBytes(UTF_8)).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "'', A file has a name.",
    "/a, slash",
    "a/, slash",
    "a//b, slash",
    "a/../b, '..'",
    "., '..'",
    "'a\tb', control",
    "'a\u0000b', control"
  })
  void otherTextsAreNot(String name, String why) {
    assertThatThrownBy(() -> new FileName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why.replace("'..'", ".."));
  }

  @Test
  void aNameIsUtf8AndNotTooLong() {
    assertThatThrownBy(() -> FileName.of(new byte[] {(byte) 0xff})).hasMessage("A name is UTF-8.");
    assertThat(new FileName("ä".repeat(450)).bytes()).hasSize(FileName.LONGEST);
    assertThatThrownBy(() -> new FileName("ä".repeat(451))).hasMessageContaining("900 bytes");
  }
}
