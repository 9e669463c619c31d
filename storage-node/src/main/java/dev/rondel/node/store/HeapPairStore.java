package dev.rondel.node.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The commit log with a map on the heap, made again from the whole log at each opening, for the log
 * is never cut: what the other engines are measured against.
 */
public final class HeapPairStore extends LoggedPairStore {

  private final ConcurrentNavigableMap<byte[], byte[]> map =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
  private final StoreDirectory directory;
  private final CommitLog log;
  private final Committer committer;

  private HeapPairStore(StoreDirectory directory, StoreOptions options, Disk disk)
      throws IOException {
    this.directory = directory;
    this.log = CommitLog.open(directory.path(), 0, disk, (lsn, record) -> apply(record));
    this.committer =
        new Committer(
            directory.path(),
            log,
            this,
            new CommitQueue(options.queueLength(), options.queueBytes()));
  }

  public static HeapPairStore open(StoreOptions options) {
    Disk disk = new Disk();
    StoreDirectory directory = StoreDirectory.open(options.directory(), disk);
    try {
      HeapPairStore store = new HeapPairStore(directory, options, disk);
      store.committer.start();
      return store;
    } catch (IOException e) {
      directory.close();
      throw StoreDirectory.unavailable(
          "the store in " + options.directory() + " cannot be opened: " + e, e);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  @Override
  ConcurrentNavigableMap<byte[], byte[]> map() {
    return map;
  }

  @Override
  Committer committer() {
    return committer;
  }

  @Override
  public void settled() {}

  @Override
  public void checkpoint() {
    refuseWhenClosed();
  }

  @Override
  void beforeClose() {}

  @Override
  void release() {
    try {
      log.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      directory.close();
    }
  }
}
