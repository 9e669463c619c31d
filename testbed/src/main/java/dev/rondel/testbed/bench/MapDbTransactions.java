package dev.rondel.testbed.bench;

import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.ring.Token;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * MapDB's own transactions, many puts to a commit: what durability costs where MapDB gives it
 * itself.
 */
final class MapDbTransactions implements Engine {

  private static final int BATCH = 1024;

  private static final class Waiting extends CompletableFuture<Void> {
    private final byte[] key;
    private final byte[] value;

    Waiting(byte[] key, byte[] value) {
      this.key = key;
      this.value = value;
    }
  }

  private final DB db;
  private final ConcurrentMap<byte[], byte[]> map;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Waiting end = new Waiting(new byte[0], new byte[0]);
  private final Thread committer =
      Thread.ofPlatform().name("mapdb-transactions").unstarted(this::commitAll);

  MapDbTransactions(Path file) {
    db = DBMaker.fileDB(file.toFile()).fileMmapEnable().transactionEnable().make();
    map =
        db.treeMap("pairs", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
            .valuesOutsideNodesEnable()
            .createOrOpen();
    committer.start();
  }

  @Override
  public CompletableFuture<Void> put(Token token, Pair pair) {
    Value value = pair.value();
    Waiting waiting = new Waiting(key(token, pair), value == null ? new byte[0] : value.bytes());
    queue.add(waiting);
    return waiting;
  }

  @Override
  public @Nullable Object get(Token token, Pair pair) {
    return map.get(key(token, pair));
  }

  private static byte[] key(Token token, Pair pair) {
    byte[] key = pair.key().bytes();
    return ByteBuffer.allocate(Token.BYTES + key.length).put(token.toBytes()).put(key).array();
  }

  private void commitAll() {
    List<Waiting> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        boolean last = batch.remove(end);
        batch.forEach(each -> map.put(each.key, each.value));
        db.commit();
        batch.forEach(each -> each.complete(null));
        batch.clear();
        if (last) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    queue.add(end);
    try {
      committer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    db.close();
  }
}
