package dev.rondel.node.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one store, held by a lock on its file {@code lock}; the file {@code format} says
 * what is in it.
 */
final class StoreDirectory implements AutoCloseable {

  private static final String FORMAT = "rondel store, format 1\n";

  private final Path path;
  private final FileChannel lockFile;

  private StoreDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes and locks the directory.
   *
   * @throws StoreException UNAVAILABLE where it is in use, cannot be written, or has another format
   */
  static StoreDirectory open(Path path, Disk disk) {
    FileChannel lockFile = null;
    try {
      Files.createDirectories(path);
      lockFile =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(lockFile)) {
        lockFile.close();
        throw unavailable(
            "the data directory " + path + " is in use by another process or store", null);
      }
      checkFormat(path, disk);
      return new StoreDirectory(path, lockFile);
    } catch (IOException e) {
      close(lockFile);
      throw unavailable("the data directory " + path + " cannot be written: " + e, e);
    } catch (StoreException e) {
      close(lockFile);
      throw e;
    }
  }

  private static boolean lock(FileChannel lockFile) throws IOException {
    try {
      FileLock lock = lockFile.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static void checkFormat(Path path, Disk disk) throws IOException {
    Path file = path.resolve("format");
    if (Files.exists(file)) {
      String format = Files.readString(file);
      if (!format.equals(FORMAT)) {
        throw unavailable(
            "the data directory "
                + path
                + " has the format '"
                + format.strip()
                + "', not '"
                + FORMAT.strip()
                + "'",
            null);
      }
      return;
    }
    Path written = path.resolve("format.new");
    Files.writeString(written, FORMAT);
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
      disk.force(channel);
    }
    Files.move(written, file);
    disk.forceDirectory(path);
  }

  static StoreException unavailable(String message, @Nullable Throwable cause) {
    return new StoreException(StoreException.Kind.UNAVAILABLE, message, cause);
  }

  Path path() {
    return path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    close(lockFile);
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException ignored) {
      // Closing a lock file has nothing to lose.
    }
  }
}
