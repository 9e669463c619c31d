package dev.rondel.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that cannot start says why in a line, ends, and leaves nothing in the way. */
final class StartFailureTest {

  @TempDir Path directory;

  /** What a process says, and how it ends. */
  private record Ended(int code, List<String> lines) {}

  private Ended run(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", "");
    Process process =
        new ProcessBuilder(JavaCommand.of(StorageNodeApplication.class, arguments))
            .directory(Files.createDirectories(directory.resolve("cwd")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readAllLines(output));
  }

  private static void assertSays(Ended ended, String... parts) {
    assertThat(ended.code()).isNotZero();
    assertThat(ended.lines()).singleElement().asString().contains("cannot start:").contains(parts);
  }

  /** {@link ShortFormTest} has more of them. */
  @Test
  void argumentsThatAreNoneAreRefusedBeforeAnythingIsWritten() throws Exception {
    assertSays(run("--name=a\r\nb", "--port=9876"), "'a b'");
    assertSays(run("--name=peer1", "--port=65536"), "--port=65536");
    try (Stream<Path> files = Files.list(directory.resolve("cwd"))) {
      assertThat(files).isEmpty();
    }
  }

  /** HTTP, the links between nodes, the sessions of the table. */
  @ParameterizedTest
  @ValueSource(ints = {0, 10_000, 20_000})
  void aPortThatIsTakenIsNamedAndTheNextStartGoesWell(int above) throws Exception {
    int port = RunningNode.freePort();
    Path data = directory.resolve("peer1");
    try (var taken = new ServerSocket(port + above)) {
      Ended ended = run("--name=peer1", "--port=" + port, "--rondel.data=" + data);
      assertSays(ended, Integer.toString(taken.getLocalPort()));
    }
    try (var peer = RunningNode.start(directory, "peer1")) {
      peer.put("key", "value");
      assertThat(peer.value("key")).isEqualTo("value");
      assertThat(peer.text("/dht/peers")).isEqualTo("peer1");
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNamed() throws Exception {
    Path data = Files.writeString(directory.resolve("file"), "no directory").resolve("peer1");

    Ended ended = run("--name=peer1", "--port=0", "--rondel.data=" + data);

    assertSays(ended, data.toString());
  }

  @Test
  void aDirectoryThatAnotherNodeHasIsNamed() throws Exception {
    try (var peer = RunningNode.start(directory, "peer1")) {
      int port = RunningNode.freePort();
      Ended ended = run("--name=peer1", "--port=" + port, "--rondel.data=" + peer.data());

      assertSays(ended, peer.data().toString(), "in use");
      peer.put("key", "value");
      assertThat(peer.value("key")).isEqualTo("value");
    }
  }
}
