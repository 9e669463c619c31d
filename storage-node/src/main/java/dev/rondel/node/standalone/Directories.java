package dev.rondel.node.standalone;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** What a node had of a table that it is no longer of. */
final class Directories {

  private static final Logger log = LoggerFactory.getLogger(Directories.class);

  private Directories() {}

  /** Deletes it with all that is in it. What cannot be deleted stays, and is in nobody's way. */
  static void delete(Path directory) {
    try {
      FileSystemUtils.deleteRecursively(directory);
    } catch (IOException e) {
      log.warn("{} cannot be deleted: {}", directory, e.toString());
    }
  }
}
