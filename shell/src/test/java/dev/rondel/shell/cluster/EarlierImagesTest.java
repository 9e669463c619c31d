package dev.rondel.shell.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierImagesTest {

  private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
  private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));

  @TempDir Path cache;

  @Test
  void whatNobodyRunsFromIsRemovedWithItsLog() throws IOException {
    image("storage-node-old", YESTERDAY);
    Path current = image("storage-node-new", NOW);

    prune(current, List.of());

    assertThat(names()).containsExactly("storage-node-new", "storage-node-new.log");
  }

  @Test
  void whatAServerRunsFromStays() throws IOException {
    Path old = image("storage-node-old", YESTERDAY);
    Path current = image("storage-node-new", NOW);

    prune(current, List.of("java -jar " + old.resolve("storage-node.jar") + " --server.port=1"));

    assertThat(names()).contains("storage-node-old", "storage-node-old.log");
  }

  @Test
  void whatAnotherCommandIsAboutToStartStays() throws IOException {
    image("storage-node-old", NOW.minus(Duration.ofMinutes(1)));

    prune(image("storage-node-new", NOW), List.of());

    assertThat(names()).contains("storage-node-old");
  }

  @Test
  void whatWasNeverFinishedIsRemoved() throws IOException {
    Files.createDirectories(cache.resolve("storage-node-half").resolve("lib"));

    prune(image("storage-node-new", NOW), List.of());

    assertThat(names()).doesNotContain("storage-node-half");
  }

  @Test
  void whatIsNotOfThisServiceStays() throws IOException {
    image("coordinator-service-old", YESTERDAY);
    Files.createFile(cache.resolve("storage-node.lock"));
    Files.createFile(cache.resolve("shell.jsa"));

    prune(image("storage-node-new", NOW), List.of());

    assertThat(names()).contains("coordinator-service-old", "storage-node.lock", "shell.jsa");
  }

  private void prune(Path current, List<String> running) throws IOException {
    EarlierImages.prune(cache, Service.NODE, current, running, NOW);
  }

  private Path image(String name, Instant used) throws IOException {
    Path image = Files.createDirectories(cache.resolve(name));
    Files.createDirectories(image.resolve("lib"));
    Files.createFile(image.resolve("storage-node.jar"));
    Path ready = Files.createFile(image.resolve(EarlierImages.READY));
    Files.setLastModifiedTime(ready, FileTime.from(used));
    Files.createFile(AotImages.logOf(image));
    return image;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
