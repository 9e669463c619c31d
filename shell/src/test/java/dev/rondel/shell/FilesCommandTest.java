package dev.rondel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.client.ClientOptions;
import dev.rondel.client.RondelClient;
import dev.rondel.shell.render.Paint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FilesCommandTest {

  private static final byte[] CONTENT = new byte[700_000];
  private static final int PIECE = 256 << 10;

  static {
    new Random(1).nextBytes(CONTENT);
  }

  @TempDir private Path here;
  private final FakeFileNode node = node();
  private final StringWriter told = new StringWriter();

  private static FakeFileNode node() {
    try {
      return new FakeFileNode();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void write() throws IOException {
    Files.write(here.resolve("f.bin"), CONTENT);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private int run(String... words) {
    return Rondel.commandLine()
        .setErr(new PrintWriter(told))
        .execute(
            Stream.concat(Stream.of(words), Stream.of("--json", "--coordinator", node.url()))
                .toArray(String[]::new));
  }

  @Test
  void aFileIsPutAndFetchedAndRemoved() throws IOException {
    Path copy = here.resolve("copy.bin");

    assertThat(run("files", "put", here.resolve("f.bin").toString(), "docs/f 1")).isZero();
    assertThat(node.files.get("docs/f 1")).isEqualTo(CONTENT);
    assertThat(run("files", "get", "docs/f 1", copy.toString())).isZero();
    assertThat(copy).hasBinaryContent(CONTENT);
    assertThat(run("files", "ls")).isZero();
    assertThat(run("files", "where", "docs/f 1")).isZero();
    assertThat(run("files", "rm", "docs/f 1")).isZero();
    assertThat(run("files", "rm", "docs/f 1")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(run("files", "get", "docs/f 1", copy.toString())).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(told.toString()).contains("no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"put", "get", "ls", "rm", "where"})
  void eachHasHelpWithAnExampleAndExitCodes(String command) {
    var help = new StringWriter();

    Rondel.commandLine().setOut(new PrintWriter(help)).execute("files", command, "--help");

    assertThat(help.toString())
        .contains("rondel files " + command, "Example", "Exit codes:", "--json", "--coordinator");
  }

  @Test
  void aGetThatBreaksOffGoesOnAndOneThatIsRepeatedToo() throws IOException {
    node.files.put("f", CONTENT);
    Path copy = here.resolve("copy.bin");
    Path part =
        here.resolve(".copy.bin." + FakeFileNode.sha256(CONTENT).substring(0, 12) + ".part");
    Files.write(part, Arrays.copyOf(CONTENT, 100_000));
    node.breaks.set(1);

    assertThat(run("files", "get", "f", copy.toString())).isZero();

    assertThat(copy).hasBinaryContent(CONTENT);
    assertThat(part).doesNotExist();
    assertThat(node.requests).contains("GET bytes=100000-").doesNotContain("GET bytes=0-");
    assertThat(node.requests.stream().filter(request -> request.startsWith("GET bytes=")))
        .hasSize(2);
  }

  @Test
  void whatCameWrongIsThrownAway() throws IOException {
    node.files.put("f", CONTENT);
    Path copy = here.resolve("copy.bin");
    Path part =
        here.resolve(".copy.bin." + FakeFileNode.sha256(CONTENT).substring(0, 12) + ".part");
    Files.write(part, new byte[100_000]);

    assertThat(run("files", "get", "f", copy.toString())).isEqualTo(ExitCode.FAILED);

    assertThat(copy).doesNotExist();
    assertThat(part).doesNotExist();
    assertThat(told.toString()).contains("another SHA-256");
  }

  @Test
  void aPutInPiecesGoesOnWhereItBrokeOff() throws IOException {
    String sha256 = FakeFileNode.sha256(CONTENT);
    try (FileClient client = client()) {
      node.breaks.set(1);
      var upload =
          new FileUpload(
              client,
              here.resolve("f.bin"),
              "f",
              CONTENT.length,
              sha256,
              "a/b",
              PIECE,
              Console.of(true));
      assertThat(upload.run().statusCode()).isEqualTo(204);
    }
    assertThat(node.files.get("f")).isEqualTo(CONTENT);
    assertThat(node.requests.stream().filter(request -> request.startsWith("PUT")))
        .containsExactly(
            "PUT bytes 0-262143/700000",
            "PUT bytes 0-262143/700000",
            "PUT bytes 262144-524287/700000",
            "PUT bytes 524288-699999/700000");
  }

  private FileClient client() throws IOException {
    try (var cluster = RondelClient.connect(ClientOptions.of(List.of(URI.create(node.url()))))) {
      return FileClient.of(cluster);
    }
  }

  @Test
  void listingsAreTables() {
    JsonNode listing =
        JsonMapper.shared()
            .readTree(
                """
                [{"name": "docs/a", "size": 1234567, "modified": "2026-01-02T03:04:05.678Z",
                  "sha256": "0123456789abcdef0123"}]
                """);
    JsonNode places =
        JsonMapper.shared()
            .readTree(
                """
                [{"chunk": 0, "offset": 0, "size": 262144, "replicas": ["n1", "n2"]},
                 {"chunk": 1, "offset": 262144, "size": 100, "replicas": ["n2", "n3"]}]
                """);
    var plain = new Paint(false);

    assertThat(FilesLsCommand.lines(List.copyOf(listing.values()), plain))
        .containsExactly(
            "    size  modified (UTC)       sha256        name",
            "1.18 MiB  2026-01-02 03:04:05  0123456789ab  docs/a");
    assertThat(FilesWhereCommand.chunks(List.copyOf(places.values()), plain))
        .containsExactly(
            "chunk    from     size  chain",
            "    0       0  256 KiB  n1 n2",
            "    1  262144    100 B  n2 n3");
    assertThat(FilesWhereCommand.nodes(List.copyOf(places.values()), plain))
        .containsExactly(
            "node  chunks as head  as replica     size",
            "n1                 1           0  256 KiB",
            "n2                 1           1  256 KiB",
            "n3                 0           1    100 B");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0          | 100        | 0       | f  ░░░░░░░░░░░░░░░░░░░░░░░░   0 %  0 B of 100 B  0 B/s
          50         | 100        | 10      | f  ████████████░░░░░░░░░░░░  50 %  50 B of 100 B  10 B/s  5 s left
          1073741824 | 1073741824 | 1048576 | f  ████████████████████████ 100 %  1.00 GiB of 1.00 GiB  1.00 MiB/s
          0          | 0          | 0       | f  ████████████████████████ 100 %  0 B of 0 B  0 B/s
          """)
  void aTransferIsALine(long done, long total, double perSecond, String line) {
    assertThat(Transfer.line("f", done, total, perSecond)).isEqualTo(line);
  }
}
