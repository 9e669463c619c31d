package dev.rondel.testbed.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rondel.shell.cluster.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code java -jar storage-node-exec.jar --name=… --port=…}, the real one, with its start-up cache.
 */
@EnabledOnOs(OS.LINUX)
final class StandaloneStartTest {

  private static final Path JAR = Path.of("..", "storage-node", "target", "storage-node-exec.jar");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int ENDED_BY_TERM = 128 + 15;

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();
  private Path caches;

  @BeforeEach
  void theJar() {
    assumeThat(JAR).as("built by mvn verify before this test").exists();
    caches = directory.resolve("caches");
  }

  @AfterEach
  void nothingIsLeft() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
    http.close();
  }

  @Test
  void theFirstStartMakesTheCacheAndLaterOnesGoOnFromIt() throws Exception {
    int port = Ports.inARow(1);
    Path data = directory.resolve("peer1");
    Process first = start(port, data);
    awaitReady(first, port);
    assertThat(commandLine(first)).noneMatch(word -> word.startsWith("-XX:AOTCache"));
    await(first, () -> made().findAny().isPresent());
    end(first);

    Path strange = directory.resolve("a 'b' " + (isUnicode() ? "für 東京" : "c"));
    Process second = start(port, strange);
    awaitReady(second, port);
    assertThat(commandLine(second)).anyMatch(word -> word.startsWith("-XX:AOTCache"));
    assertThat(commandLine(second))
        .contains("-Xmx300m", "-Dof.the.user=a b")
        .endsWith("--rondel.data=" + strange);
    assertThat(strange).isDirectory();
    end(second);

    overwriteHeader(made().findAny().orElseThrow().resolveSibling("app.aot"));
    Process third = start(port, data);
    awaitReady(third, port);
    assertThat(commandLine(third)).anyMatch(word -> word.startsWith("-XX:AOTCache"));
    end(third);
  }

  /** Whether this JVM can say such names to the system. */
  private static boolean isUnicode() {
    return "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
  }

  private Process start(int port, Path data) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx300m",
            "-Dof.the.user=a b",
            "-jar",
            JAR.toString(),
            "--name=peer1",
            "--port=" + port,
            "--server.address=127.0.0.1",
            "--rondel.data=" + data);
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
    builder.environment().put("XDG_CACHE_HOME", caches.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** What says that a cache is complete. */
  private Stream<Path> made() throws IOException {
    if (!Files.exists(caches)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(caches, 3)) {
      return files.filter(file -> file.endsWith("ready")).toList().stream();
    }
  }

  private static List<String> commandLine(Process process) throws IOException {
    String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    return List.of(line.split("\0"));
  }

  private void awaitReady(Process process, int port) throws Exception {
    var question =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(Duration.ofSeconds(10))
            .build();
    await(
        process,
        () -> {
          try {
            return http.send(question, BodyHandlers.discarding()).statusCode() == 200;
          } catch (IOException notYet) {
            return false;
          }
        });
  }

  private interface Question {
    boolean holds() throws Exception;
  }

  private void await(Process process, Question question) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!question.holds()) {
      assertThat(process.waitFor(100, TimeUnit.MILLISECONDS))
          .as("it has ended; %s", log())
          .isFalse();
      assertThat(System.nanoTime()).as("it takes too long; %s", log()).isLessThan(until);
    }
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  /** By the signal that everybody sends, as this process: it has kept its id. */
  private static void end(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(ENDED_BY_TERM);
  }

  /** As long as before, and nothing that a JVM would take. */
  private static void overwriteHeader(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("garbage ".repeat(512).getBytes(StandardCharsets.US_ASCII)), 0);
    }
  }
}
