package dev.rondel.node.startcache;

import dev.rondel.node.runtime.NodeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.springframework.util.FileSystemUtils;

/**
 * The start-up cache of one jar, JVM and set of options: the jar taken apart, the AOT cache, and
 * {@code ready}, which is written last and says of what it was made and how much there is. So what
 * is unfinished, cut short or of another jar is not ready.
 *
 * @param path below the directory of all of them
 * @param origin what it is made of, in lines: the jar, its size and time first
 * @param name the file name of the jar
 */
record CacheDirectory(Path path, String origin, String name) {

  private static final String READY = "ready";
  private static final Duration UNUSED = Duration.ofDays(30);

  /** {@code $XDG_CACHE_HOME/rondel}; empty where there is no home. */
  static Optional<Path> home(Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (cache.startsWith("/")) {
      return Optional.of(Path.of(cache, "rondel"));
    }
    String home = environment.getOrDefault("HOME", "");
    return home.startsWith("/") ? Optional.of(Path.of(home, ".cache", "rondel")) : Optional.empty();
  }

  static CacheDirectory of(Path home, CommandLine command) {
    Path jar = command.jar();
    String origin =
        Stream.concat(
                Stream.of(
                    identity(jar),
                    System.getProperty("java.home"),
                    System.getProperty("java.vm.version")),
                Stream.concat(StartCache.OPTIONS.stream(), forTheJvm(command.options())))
            .collect(Collectors.joining("\n"));
    var sum = new CRC32C();
    sum.update(origin.getBytes(StandardCharsets.UTF_8));
    String name = jar.getFileName().toString();
    String directory =
        name.replaceFirst("[.]jar$", "") + String.format(Locale.ROOT, "-%08x", sum.getValue());
    return new CacheDirectory(home.resolve(directory), origin, name);
  }

  /** What the JVM itself goes by; properties are the application's. */
  static Stream<String> forTheJvm(List<String> options) {
    return options.stream().filter(option -> !option.startsWith("-D"));
  }

  private static String identity(Path jar) {
    try {
      var file = Files.readAttributes(jar, BasicFileAttributes.class);
      return "%s\n%d\n%s".formatted(jar, file.size(), file.lastModifiedTime());
    } catch (IOException e) {
      return jar + " is gone";
    }
  }

  /** The jar taken apart. */
  Path app() {
    return path.resolve("app");
  }

  /** The part of it that is the application; its libraries are beside it in {@code lib}. */
  Path jar() {
    return app().resolve(name);
  }

  Path cache() {
    return path.resolve("app.aot");
  }

  /** Whether all of it is there, as it was made. */
  boolean isReady() {
    try {
      return Files.readString(path.resolve(READY)).equals(written());
    } catch (IOException | UncheckedIOException notThere) {
      return false;
    }
  }

  /** All of it is there from now on. */
  void complete() throws IOException {
    NodeFiles.replace(path.resolve(READY), written());
  }

  private String written() throws IOException {
    try (Stream<Path> files = Files.walk(app())) {
      List<Long> sizes =
          Stream.concat(files, Stream.of(cache()))
              .map(CacheDirectory::attributes)
              .filter(BasicFileAttributes::isRegularFile)
              .map(BasicFileAttributes::size)
              .toList();
      long bytes = sizes.stream().mapToLong(Long::longValue).sum();
      return "%s\n%d files, %d bytes\n".formatted(origin, sizes.size(), bytes);
    }
  }

  private static BasicFileAttributes attributes(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It was used just now. */
  void touch() throws IOException {
    Files.setLastModifiedTime(path.resolve(READY), FileTime.from(Instant.now()));
  }

  /** Deletes those of jars that are no more, and those that nobody has used for long. */
  void prune() throws IOException {
    try (Stream<Path> all = Files.list(path.resolveSibling("."))) {
      for (Path other : all.filter(Files::isDirectory).toList()) {
        if (!other.getFileName().equals(path.getFileName()) && isOld(other.resolve(READY))) {
          FileSystemUtils.deleteRecursively(other);
        }
      }
    }
  }

  private static boolean isOld(Path ready) throws IOException {
    try {
      List<String> origin = Files.readAllLines(ready);
      Instant used = Files.getLastModifiedTime(ready).toInstant();
      return used.isBefore(Instant.now().minus(UNUSED))
          || !identity(Path.of(origin.getFirst())).equals(String.join("\n", origin.subList(0, 3)));
    } catch (NoSuchFileException unfinished) {
      return false;
    }
  }
}
