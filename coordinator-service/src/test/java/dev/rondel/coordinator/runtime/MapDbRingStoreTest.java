package dev.rondel.coordinator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapDbRingStoreTest {

  @TempDir Path directory;

  static StoredRing ring(long epoch) {
    var node = NodeId.of("node_3000");
    List<Token> tokens =
        LongStream.range(0, 160).mapToObj(i -> new Token(i << 56, i)).sorted().toList();
    var member =
        new Member(
            node, epoch, "localhost:1", "localhost:2", "z", 1, Member.Standing.IN, true, tokens);
    List<Range> ranges =
        tokens.stream()
            .map(token -> new Range(token, List.of(node), List.of(), new Epoch(epoch), List.of()))
            .toList();
    return new StoredRing(
        new View(new Epoch(epoch), 2, "md5", List.of(member), ranges),
        List.of(
            new LogEntry(Instant.ofEpochSecond(epoch), epoch, "something happened, with words")));
  }

  @Test
  void whatWasSavedLastIsThereAfterAStart() throws IOException {
    try (var store = MapDbRingStore.open(directory)) {
      assertThat(store.load()).isEmpty();
      store.save(ring(1));
      store.save(ring(2));
    }
    try (var store = MapDbRingStore.open(directory)) {
      assertThat(store.load()).contains(ring(2));
    }
  }

  @Test
  void theFileIsSmall() throws IOException {
    try (var store = MapDbRingStore.open(directory)) {
      store.save(ring(1));
    }
    assertThat(Files.size(directory.resolve("ring.db"))).isLessThanOrEqualTo(3 * 1024 * 1024);
  }

  @Test
  void aDamagedFileIsAnErrorThatNamesIt() throws IOException {
    try (var store = MapDbRingStore.open(directory)) {
      store.save(ring(1));
    }
    Path file = directory.resolve("ring.db");
    byte[] bytes = Files.readAllBytes(file);
    byte[] name = "node_3000".getBytes(StandardCharsets.US_ASCII);
    bytes[indexOf(bytes, name)] ^= 1;
    Files.write(file, bytes);
    try (var store = MapDbRingStore.open(directory)) {
      assertThatThrownBy(store::load)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("ring.db is damaged");
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .indexOf(new String(part, StandardCharsets.ISO_8859_1));
  }

  @Test
  void oneCoordinatorUsesADirectoryAtATime() throws IOException {
    try (var _ = MapDbRingStore.open(directory)) {
      assertThatThrownBy(() -> MapDbRingStore.open(directory))
          .hasMessageContaining("in use by another coordinator");
    }
  }

  @Test
  void aPathThatIsNoDirectoryIsAnError() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> MapDbRingStore.open(file)).hasMessageContaining("cannot be written");
  }

  /** A process that saves without end is killed again and again, at any point of saving. */
  @Test
  void aKillWhileSavingLeavesTheRingBeforeOrAfter() throws Exception {
    long least = 0;
    for (int kill = 0; kill < 6; kill++) {
      long saved = saveUntilKilled(least + 1, 5 + 7 * kill);
      try (var store = MapDbRingStore.open(directory)) {
        StoredRing found = store.load().orElseThrow();
        long epoch = found.view().epoch().value();
        assertThat(epoch).isBetween(saved, saved + 1);
        assertThat(found).isEqualTo(ring(epoch));
        least = epoch;
      }
    }
  }

  /**
   * Starts a process that saves from epoch {@code from} on, kills it after some saves; the last
   * that it told of.
   */
  private long saveUntilKilled(long from, int saves) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Saver.class.getName(),
                directory.toString(),
                Long.toString(from))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = 0;
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Long.parseLong(line);
        if (last == from + saves) {
          process.toHandle().destroyForcibly(); // leaves what was printed to be read
        }
      }
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(last).isGreaterThan(from);
    return last;
  }

  /** The process to be killed: it prints an epoch when it is saved. */
  static final class Saver {
    public static void main(String[] args) throws IOException {
      try (var store = MapDbRingStore.open(Path.of(args[0]))) {
        for (long epoch = Long.parseLong(args[1]); ; epoch++) {
          store.save(ring(epoch));
          System.out.println(epoch);
        }
      }
    }
  }
}
