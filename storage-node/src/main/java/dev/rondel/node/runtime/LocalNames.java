package dev.rondel.node.runtime;

import dev.rondel.wire.Sha256;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The names that belong to this server alone: not in the table, on no other node, durable here.
 * Each is a file of its own, named by the SHA-256 of the name, and replaced by a rename. A file has
 * a CRC32C of what follows, the length of the name, the name, and the value.
 */
public final class LocalNames {

  static final int MOST = 10_000;

  private final Path directory;
  private final SortedMap<String, Path> files = new TreeMap<>();

  /** Reads the names; the directory is made when the first is set. */
  public LocalNames(Path directory) {
    this.directory = directory;
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (var found = Files.newDirectoryStream(directory)) {
      for (Path file : found) {
        if (file.toString().endsWith(NodeFiles.DRAFT)) {
          Files.delete(file);
        } else {
          files.put(read(file).name(), file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Durable when it returns; false where there are too many names. */
  public synchronized boolean set(String name, byte[] value) {
    if (files.size() >= MOST && !files.containsKey(name)) {
      return false;
    }
    Path file = directory.resolve(fileName(name));
    try {
      Files.createDirectories(directory);
      NodeFiles.replace(file, out -> out.write(content(name, value)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.put(name, file);
    return true;
  }

  public synchronized Optional<byte[]> get(String name) {
    Path file = files.get(name);
    try {
      return file == null ? Optional.empty() : Optional.of(read(file).value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there was one. */
  public synchronized boolean delete(String name) {
    Path file = files.get(name);
    if (file == null) {
      return false;
    }
    try {
      Files.delete(file);
      syncDirectory();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.remove(name);
    return true;
  }

  public synchronized List<String> names() {
    return List.copyOf(files.keySet());
  }

  private void syncDirectory() throws IOException {
    try (var channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }

  private record Entry(String name, byte[] value) {}

  private static Entry read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    try (var in = new DataInputStream(new ByteArrayInputStream(content))) {
      int crc = in.readInt();
      if (crc != checksum(content)) {
        throw new IOException(file + " is damaged: its checksum is wrong");
      }
      byte[] name = in.readNBytes(in.readInt());
      return new Entry(new String(name, StandardCharsets.UTF_8), in.readAllBytes());
    }
  }

  private static byte[] content(String name, byte[] value) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    var content = ByteBuffer.allocate(2 * Integer.BYTES + nameBytes.length + value.length);
    content.putInt(0).putInt(nameBytes.length).put(nameBytes).put(value);
    return content.putInt(0, checksum(content.array())).array();
  }

  private static int checksum(byte[] content) {
    var crc = new CRC32C();
    int from = Math.min(Integer.BYTES, content.length);
    crc.update(content, from, content.length - from);
    return (int) crc.getValue();
  }

  private static String fileName(String name) {
    MessageDigest digest = Sha256.begin();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    return Sha256.end(digest);
  }
}
