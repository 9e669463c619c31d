package dev.rondel.node.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentNavigableMap;
import org.mapdb.DBException;

/**
 * The commit log, and a MapDB tree as its image: {@code log-*} is the truth, {@code pairs} the
 * image of some moment, {@code journal} what a checkpoint was about to write into it. The image
 * holds the number of the last operation in it, so opening is: carry out a complete journal, then
 * apply the log from there.
 *
 * <p>MapDB runs without its own transactions and its file is never written by it; see {@link
 * PagedVolume}.
 */
public final class MapDbPairStore extends LoggedPairStore implements Checkpointer.Store {

  /**
   * The committer waits for the checkpoint that runs where the log has grown to this many times its
   * limit since.
   */
  private static final int OUTRUN = 8;

  private final StoreOptions options;
  private final StoreDirectory directory;
  private final Journal journal;
  private final MapDbImage image;
  private final CommitLog log;
  private final Committer committer;
  private final Checkpointer checkpointer;

  private MapDbPairStore(StoreOptions options, StoreDirectory directory, Disk disk)
      throws IOException {
    this.options = options;
    this.directory = directory;
    this.journal = new Journal(directory.file("journal"), disk);
    this.image = MapDbImage.open(directory, journal, disk);
    long applied = image.readMoment(sizes);
    this.log = CommitLog.open(directory.path(), applied, disk, (lsn, record) -> apply(record));
    CommitQueue queue = new CommitQueue(options.queueLength(), options.queueBytes());
    this.committer = new Committer(directory.path(), log, this, queue);
    String name = String.valueOf(directory.path().getFileName());
    this.checkpointer =
        new Checkpointer(image.volume(), log, journal, options.privateBytes(), name, this);
  }

  /**
   * Opens the store in the directory, or makes one.
   *
   * @throws StoreException UNAVAILABLE where the directory is in use or not writable, CORRUPT where
   *     a file is damaged
   */
  public static MapDbPairStore open(StoreOptions options) {
    return open(options, new Disk());
  }

  static MapDbPairStore open(StoreOptions options, Disk disk) {
    StoreDirectory directory = StoreDirectory.open(options.directory(), disk);
    try {
      MapDbPairStore store = new MapDbPairStore(options, directory, disk);
      store.committer.start();
      return store;
    } catch (IOException e) {
      directory.close();
      throw StoreDirectory.unavailable(
          "the store in " + options.directory() + " cannot be opened: " + e, e);
    } catch (DBException | AssertionError | InternalError e) {
      directory.close();
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          "the image in " + directory.file("pairs") + " cannot be read: " + e,
          e);
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  @Override
  ConcurrentNavigableMap<byte[], byte[]> map() {
    return image.pairs();
  }

  @Override
  Committer committer() {
    return committer;
  }

  @Override
  public long prepare() throws IOException {
    if (health() == Health.FAILED) {
      throw new IOException("the store has failed");
    }
    image.writeMoment(log.lastLsn(), sizes);
    log.roll();
    return log.lastLsn();
  }

  @Override
  public void settled() {
    boolean due = log.bytesSinceRoll() >= options.checkpointBytes();
    if (!checkpointer.isWriting() && (due || checkpointer.wantsRetry())) {
      checkpointer.request(null);
    } else if (log.bytesSinceRoll() >= OUTRUN * options.checkpointBytes()) {
      checkpointer.awaitWriter();
    }
  }

  @Override
  public void execute(Runnable task) {
    committer.execute(task);
  }

  @Override
  public void fail(String what, Throwable cause) {
    committer.fail(what, cause);
  }

  @Override
  public void checkpoint() {
    refuseWhenClosed();
    writeCheckpoint();
  }

  private void writeCheckpoint() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (!committer.execute(() -> checkpointer.request(done))) {
      return;
    }
    try {
      done.join();
    } catch (CompletionException failed) {
      StoreException.Kind kind =
          health() == Health.FAILED ? StoreException.Kind.FAILED : StoreException.Kind.FULL;
      throw new StoreException(
          kind,
          "the checkpoint in " + directory.path() + " failed: " + failed.getCause(),
          failed.getCause());
    }
  }

  @Override
  void beforeClose() {
    if (health() == Health.OK) {
      try {
        writeCheckpoint();
      } catch (StoreException ignored) {
        // What is not in the image is in the log.
      }
    }
  }

  @Override
  void release() {
    try {
      checkpointer.close();
      image.close();
      log.close();
      journal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      directory.close();
    }
  }
}
