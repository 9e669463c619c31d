package dev.rondel.shell;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Files of this machine, as they are read and checked. */
final class LocalFile {

  private static final int BUFFER = 256 << 10;

  private LocalFile() {}

  /** Puts a file into a digest. */
  static void digest(Path file, MessageDigest digest, Transfer transfer) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        transfer.add(read);
      }
    }
  }

  /** Some bytes of a file; what is read is told. */
  static InputStream open(Path file, long from, long length, Transfer transfer) throws IOException {
    InputStream in = Files.newInputStream(file);
    in.skipNBytes(from);
    return new FilterInputStream(in) {
      private long left = length;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
      }

      @Override
      public int read(byte[] bytes, int offset, int most) throws IOException {
        int read = left == 0 ? -1 : super.read(bytes, offset, (int) Math.min(most, left));
        left -= Math.max(0, read);
        transfer.add(Math.max(0, read));
        return read;
      }
    };
  }
}
