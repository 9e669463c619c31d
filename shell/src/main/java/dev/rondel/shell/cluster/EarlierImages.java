package dev.rondel.shell.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What earlier builds have left in the cache: more than a hundred megabytes each, of no use once no
 * server runs from it.
 */
final class EarlierImages {

  /** In the image's directory: it is whole. Touched by each command that starts servers from it. */
  static final String READY = "ready";

  /** For so long a command that has touched it may still be about to start a server. */
  private static final Duration REST = Duration.ofMinutes(10);

  private EarlierImages() {}

  /**
   * Removes every image of the service but {@code current}, and what belongs to it, unless a server
   * may run from it. Nobody else may be making an image of the service meanwhile.
   *
   * @param running the command lines of the processes of this machine
   */
  static void prune(
      Path cache, Service service, Path current, Collection<String> running, Instant now)
      throws IOException {
    List<Path> images;
    try (Stream<Path> files = Files.list(cache)) {
      images =
          files
              .filter(Files::isDirectory)
              .filter(image -> image.getFileName().toString().startsWith(service.module() + "-"))
              .filter(image -> !image.equals(current))
              .toList();
    }
    for (Path image : images) {
      if (!wasUsedOfLate(image, now) && running.stream().noneMatch(in(image))) {
        Trees.delete(image);
        Files.deleteIfExists(AotImages.logOf(image));
      }
    }
  }

  private static Predicate<String> in(Path image) {
    return command -> command.contains(image + "/");
  }

  private static boolean wasUsedOfLate(Path image, Instant now) throws IOException {
    try {
      Instant used = Files.getLastModifiedTime(image.resolve(READY)).toInstant();
      return used.plus(REST).isAfter(now);
    } catch (NoSuchFileException neverFinished) {
      return false;
    }
  }
}
