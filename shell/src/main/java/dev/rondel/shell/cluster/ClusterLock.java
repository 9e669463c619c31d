package dev.rondel.shell.cluster;

import dev.rondel.shell.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Held by the one command that changes a cluster. The system takes it away when the command's
 * process dies, so it is never left behind; the file's text only tells people who has it.
 */
final class ClusterLock implements AutoCloseable {

  private final FileChannel channel;

  private ClusterLock(FileChannel channel) {
    this.channel = channel;
  }

  static ClusterLock take(Path directory, String command) {
    Path file = directory.resolve("lock");
    try {
      Files.createDirectories(directory);
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        String owner = Files.readString(file).strip();
        throw Failure.failed(
            "another command is at work on "
                + directory
                + ": "
                + owner
                + "\nTry again when it is done.");
      }
      channel.truncate(0);
      String self = "rondel " + command + ", pid " + ProcessHandle.current().pid() + "\n";
      channel.write(StandardCharsets.UTF_8.encode(self));
      return new ClusterLock(channel);
    } catch (FileAlreadyExistsException e) {
      throw Failure.failed(e.getFile() + " is a file; --data wants a directory");
    } catch (IOException e) {
      throw Failure.failed("cannot write to " + directory + ": " + e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.truncate(0);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
