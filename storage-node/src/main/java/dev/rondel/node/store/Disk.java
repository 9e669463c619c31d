package dev.rondel.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The writes and syncs of the store, in one place so that tests can let them fail or lose what was
 * not synced.
 */
class Disk {

  FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, options);
  }

  /** Writes all of the buffer at the position. */
  void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    while (bytes.hasRemaining()) {
      position += file.write(bytes, position);
    }
  }

  void force(FileChannel file) throws IOException {
    file.force(false);
  }

  /** Makes created, renamed and deleted names of the directory durable. */
  void forceDirectory(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
