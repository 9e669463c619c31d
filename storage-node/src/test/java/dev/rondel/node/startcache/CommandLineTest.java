package dev.rondel.node.startcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandLineTest {

  @TempDir Path directory;
  private Path jar;

  @BeforeEach
  void aJar() throws IOException {
    jar = Files.createFile(directory.resolve("node.jar"));
  }

  /** As the system has it: Latin-1 for whatever bytes there are, and an end of the last word. */
  private CommandLine of(String... words) throws IOException {
    String line = String.join("\0", words) + "\0";
    return CommandLine.of(List.of(line.split("\0", -1)), jar);
  }

  @Test
  void everyWordIsKeptAndTheUsersOptionsComeLast() throws IOException {
    CommandLine given = of("java", "-Xmx1g", "-Da=b c", "-jar", jar.toString(), "--name=p", "");

    List<String> words =
        given
            .startingFrom(Path.of("/cache/node.jar"), List.of("-XX:AOTCache=/cache/app.aot"))
            .stream()
            .map(word -> new String(word, StandardCharsets.ISO_8859_1))
            .toList();

    assertThat(words)
        .containsExactly(
            "java",
            "-XX:AOTCache=/cache/app.aot",
            "-Xmx1g",
            "-Da=b c",
            "-jar",
            "/cache/node.jar",
            "--name=p",
            "");
  }

  @Test
  void bytesOfAnyEncodingArriveAsTheyWere() throws IOException {
    byte[] strange = {'-', '-', 'x', '=', (byte) 0xc3, (byte) 0xbc, (byte) 0xff, '\n', ' ', '"'};
    CommandLine given =
        of("java", "-jar", jar.toString(), new String(strange, StandardCharsets.ISO_8859_1));

    assertThat(given.startingFrom(jar, List.of()).getLast()).isEqualTo(strange);
  }

  @Test
  void aCacheBelowADirectoryOfAnyNameIsNamedInTheSystemsEncoding() throws IOException {
    Charset system = Charset.forName(System.getProperty("sun.jnu.encoding"));
    Path other = Path.of("/cache d'ici", "node.jar");

    assertThat(of("java", "-jar", jar.toString()).startingFrom(other, List.of()).getLast())
        .isEqualTo(other.toString().getBytes(system));
  }

  @Test
  void whatIsNotStartedByJavaJarIsLeftAlone() {
    assertThatThrownBy(() -> of("java", "@options")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> of("java", "-cp", jar.toString(), "Main"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> of("java", "-cp", "x", "Main", "-jar", directory.toString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aJvmThatIsWatchedOrHasACacheIsObserved() throws IOException {
    for (String option :
        List.of(
            "-agentlib:jdwp=transport=dt_socket,server=y",
            "-javaagent:a.jar",
            "-XX:AOTCache=mine.aot",
            "-XX:StartFlightRecording")) {
      assertThat(of("java", option, "-jar", jar.toString()).isObserved(Map.of())).isTrue();
    }
    CommandLine plain = of("java", "-Xmx1g", "-jar", jar.toString(), "--text=-javaagent:");
    assertThat(plain.isObserved(Map.of())).isFalse();
    assertThat(plain.isObserved(Map.of("JAVA_TOOL_OPTIONS", "-Da=b -javaagent:a.jar"))).isTrue();
  }
}
