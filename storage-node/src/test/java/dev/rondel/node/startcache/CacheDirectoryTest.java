package dev.rondel.node.startcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheDirectoryTest {

  @TempDir Path directory;
  private Path home;
  private Path jar;

  @BeforeEach
  void aJar() throws IOException {
    home = directory.resolve("rondel");
    jar = Files.writeString(directory.resolve("node.jar"), "version 1");
  }

  private CacheDirectory of(String... options) throws IOException {
    var words = new ArrayList<>(List.of("java"));
    words.addAll(List.of(options));
    words.addAll(List.of("-jar", jar.toString(), ""));
    return CacheDirectory.of(home, CommandLine.of(words, jar));
  }

  private CacheDirectory made(String... options) throws IOException {
    CacheDirectory made = of(options);
    Files.createDirectories(made.app().resolve("lib"));
    Files.writeString(made.jar(), "classes");
    Files.writeString(made.app().resolve("lib").resolve("a.jar"), "a library");
    Files.writeString(made.cache(), "a cache");
    made.complete();
    return made;
  }

  @Test
  void itIsReadyWhenItIsCompleteAndForTheSameJarAlone() throws IOException {
    assertThat(of().isReady()).isFalse();

    made();

    assertThat(of().isReady()).isTrue();
    Files.writeString(jar, "version 2, which is longer");
    assertThat(of().isReady()).isFalse();
  }

  @Test
  void anotherBuildOfTheSameSizeIsAnotherJar() throws IOException {
    made();

    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(1)));

    assertThat(of().isReady()).isFalse();
  }

  @Test
  void optionsOfTheJvmMatterAndPropertiesDoNot() throws IOException {
    made();

    assertThat(of("-XX:+UseZGC").isReady()).isFalse();
    assertThat(of("-Da=b").isReady()).isTrue();
  }

  @Test
  void aCacheThatWasCutShortIsNotReady() throws IOException {
    Files.writeString(made().cache(), "a cac");

    assertThat(of().isReady()).isFalse();
  }

  @Test
  void onePartThatIsMissingIsNoticed() throws IOException {
    Files.delete(made().app().resolve("lib").resolve("a.jar"));

    assertThat(of().isReady()).isFalse();
  }

  @Test
  void whatIsOfAJarThatIsNoMoreIsPruned() throws IOException {
    CacheDirectory before = made();
    Files.writeString(jar, "version 2, which is longer");

    CacheDirectory now = made();
    now.prune();

    assertThat(before.path()).doesNotExist();
    assertThat(now.isReady()).isTrue();
  }

  @Test
  void whatNobodyHasUsedForLongIsPrunedAndWhatIsInUseIsNot() throws IOException {
    CacheDirectory old = made("-XX:+UseZGC");
    CacheDirectory other = made("-XX:+UseSerialGC");
    Instant longAgo = Instant.now().minus(Duration.ofDays(40));
    Files.setLastModifiedTime(old.path().resolve("ready"), FileTime.from(longAgo));
    Files.setLastModifiedTime(other.path().resolve("ready"), FileTime.from(longAgo));

    other.touch();
    made().prune();

    assertThat(old.path()).doesNotExist();
    assertThat(other.isReady()).isTrue();
  }

  @Test
  void itIsWhereTheUserHasCaches() {
    assertThat(CacheDirectory.home(Map.of("HOME", "/home/ann")))
        .contains(Path.of("/home/ann/.cache/rondel"));
    assertThat(CacheDirectory.home(Map.of("HOME", "/home/ann", "XDG_CACHE_HOME", "/tmp/c")))
        .contains(Path.of("/tmp/c/rondel"));
    assertThat(CacheDirectory.home(Map.of("XDG_CACHE_HOME", "relative", "HOME", "/h")))
        .contains(Path.of("/h/.cache/rondel"));
    assertThat(CacheDirectory.home(Map.of())).isEmpty();
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsPassedOver() throws IOException {
    Files.writeString(home, "a file where the directory should be");
    CacheDirectory directory = of();

    new Training(jar, directory, List.of()).run();

    assertThat(directory.isReady()).isFalse();
  }
}
