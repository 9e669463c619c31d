package dev.rondel.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A disk whose power can be cut: of what was not synced, each sector of 512 bytes is there or as it
 * was before.
 */
class LosingDisk extends Disk {

  private static final int SECTOR = 512;

  private record Write(long position, byte[] before, int length) {}

  private final Map<FileChannel, Path> paths = new HashMap<>();
  private final Map<Path, List<Write>> unsynced = new HashMap<>();
  private Runnable beforeSync = () -> {};

  /** Run before each sync takes effect, while nothing is written. */
  synchronized void beforeSync(Runnable action) {
    beforeSync = action;
  }

  @Override
  synchronized FileChannel open(Path file, OpenOption... options) throws IOException {
    FileChannel channel = super.open(file, options);
    paths.put(channel, file);
    return channel;
  }

  @Override
  synchronized void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
    ByteBuffer before = ByteBuffer.allocate(bytes.remaining());
    while (before.hasRemaining() && channel.read(before, position + before.position()) > 0) {}
    byte[] known = Arrays.copyOf(before.array(), before.position());
    unsynced
        .computeIfAbsent(path(channel), file -> new ArrayList<>())
        .add(new Write(position, known, bytes.remaining()));
    super.write(channel, bytes, position);
  }

  @Override
  synchronized void force(FileChannel channel) {
    beforeSync.run();
    // What the machine's own disk does makes no difference here.
    if (isSynced()) {
      unsynced.remove(path(channel));
    }
  }

  /** Whether a sync does what it says. */
  boolean isSynced() {
    return true;
  }

  private Path path(FileChannel channel) {
    Path path = paths.get(channel);
    return path == null ? Path.of("unknown") : path;
  }

  /** Copies the directory as a power cut at this moment might leave it. */
  synchronized void cutPower(Path directory, Path copy, Random random) throws IOException {
    CrashTest.copy(directory, copy);
    double kept = random.nextInt(4) / 3.0;
    for (Map.Entry<Path, List<Write>> each : unsynced.entrySet()) {
      Path file = copy.resolve(each.getKey().getFileName());
      if (Files.exists(file)) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          for (Write write : each.getValue().reversed()) {
            lose(channel, write, kept, random);
          }
        }
      }
    }
  }

  private static void lose(FileChannel channel, Write write, double kept, Random random)
      throws IOException {
    for (long at = write.position(); at < write.position() + write.length(); ) {
      int part = (int) Math.min(SECTOR - at % SECTOR, write.position() + write.length() - at);
      if (random.nextDouble() >= kept && at < channel.size()) {
        int from = (int) (at - write.position());
        byte[] old = new byte[part];
        int known = Math.max(0, Math.min(part, write.before().length - from));
        System.arraycopy(write.before(), Math.min(from, write.before().length), old, 0, known);
        channel.write(ByteBuffer.wrap(old), at);
      }
      at += part;
    }
  }
}
