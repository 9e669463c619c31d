package dev.rondel.testbed.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairFileTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void awkwardPairsComeBackAsTheyWere() throws IOException {
    Path file = directory.resolve("pairs.csv");
    for (long seed = 1; seed <= 20; seed++) {
      List<TestPair> pairs = PairGenerator.generate(new PairShape(300, seed, 16, 50, true));
      PairFile.write(file, pairs);
      assertThat(PairFile.read(file)).as("seed %d", seed).isEqualTo(pairs);
    }
  }

  @Test
  void plainPairsHaveTwoColumns() {
    assertThat(PairFile.toCsv(List.of(TestPair.ofText("a", "1"), TestPair.ofText("b c", ""))))
        .isEqualTo("key,value\r\na,1\r\n\"b c\",\"\"\r\n");
  }

  @Test
  void quotesCommasAndNewlinesAreQuotedAsRfc4180Says() {
    assertThat(PairFile.toCsv(List.of(TestPair.ofText("say \"hi\", now", "two\nlines"))))
        .isEqualTo("key,value\r\n\"say \"\"hi\"\", now\",\"two\nlines\"\r\n");
  }

  @Test
  void bytesAreWrittenInBase64() {
    assertThat(
            PairFile.toCsv(List.of(TestPair.ofBytes(new byte[] {(byte) 0xff}, new byte[] {0, 1}))))
        .isEqualTo("key,value,encoding\r\n/w==,AAE=,base64\r\n");
  }

  @Test
  void fileOfAnotherProgramIsUnderstood() {
    assertThat(PairFile.fromCsv("key,value\nx,\"a,b\"\ny,\nz,2"))
        .containsExactly(
            TestPair.ofText("x", "a,b"), TestPair.ofText("y", ""), TestPair.ofText("z", "2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name,value\\na,b            | line 1: the header",
        "key,value\\na,b,c           | line 2: 3 fields",
        "key,value\\na,b\\na,c       | line 3: the key a comes twice",
        "key,value\\n\"a,b           | line 2: a quoted field has no end",
        "key,value\\na\"b,c          | line 2: a quote",
        "key,value\\n\"a\"b,c        | line 2: after a quoted field",
        "key,value\\n\"l\\nm\",c\\n,d | line 4: the key is empty",
        "key,value,encoding\\na,b,c  | line 2: encoding 'c'",
        "key,value,encoding\\n!!!!,b,base64 | line 2: Illegal base64"
      })
  void mistakeIsToldWithItsLine(String csv, String message) {
    assertThatThrownBy(() -> PairFile.fromCsv(csv.replace("\\n", "\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void mistakeIsToldWithItsFile() throws IOException {
    Path file = directory.resolve("latin1.csv");
    Files.write(file, "key,value\ngr\u00fc\u00df,1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PairFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("latin1.csv is not UTF-8");
  }
}
