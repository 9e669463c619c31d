package dev.rondel.node.files;

import dev.rondel.node.files.PartRecords.PartRecord;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Listed;
import dev.rondel.node.runtime.Gateway.ListingUnavailableException;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.pair.Key;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes, once a day, the chunks that no manifest and no upload names: what is left of uploads
 * that broke off with their node, and of files whose deletion was interrupted. Each node sees to
 * the records of parts that it is head of.
 */
public final class Sweep implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Sweep.class);
  private static final Duration FIRST = Duration.ofMinutes(10);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final int PAGE = 500;

  private final FileStore files;
  private final Uploads uploads;
  private final FileTable table;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("rondel-sweep").factory());
  private @Nullable ScheduledFuture<?> rounds;

  Sweep(FileStore files, Uploads uploads, FileTable table) {
    this.files = files;
    this.uploads = uploads;
    this.table = table;
  }

  public synchronized void start() {
    rounds =
        timer.scheduleWithFixedDelay(
            this::tryToRun, FIRST.toMinutes(), EVERY.toMinutes(), TimeUnit.MINUTES);
  }

  private void tryToRun() {
    try {
      run();
    } catch (FileTrouble | ListingUnavailableException later) {
      log.info("chunks of broken uploads are looked for tomorrow: {}", later.getMessage());
    } catch (RuntimeException bug) {
      log.error("a sweep failed", bug);
    }
  }

  void run() {
    forEach(FileKeys.parts(), true, this::judge);
  }

  private void judge(Key key) {
    var found = table.find(key);
    if (found == null) {
      return;
    }
    String part = FileKeys.partIn(key);
    PartRecord known = FileTable.parse(found.pair(), PartRecord.class);
    if (!known.doomed()) {
      if (!known.isOld(table.now()) || isNamed(part, known)) {
        return;
      }
      var unchanged = new Condition.IfVersion(found.pair().version());
      if (!(table.put(key, known.asDoomed(), 0, unchanged) instanceof Outcome.Stored)) {
        return;
      }
    }
    log.info("deletes what is left of an upload of {}", known.name());
    forEach(FileKeys.chunks(part), false, table::discard);
    table.discard(key);
  }

  private boolean isNamed(String part, PartRecord known) {
    var name = new FileName(known.name());
    StoredFile file = files.find(name);
    String upload = known.upload();
    return (file != null && file.manifest().names(part))
        || (upload != null && uploads.names(name, upload, part));
  }

  private void forEach(byte[] prefix, boolean local, Consumer<Key> work) {
    table
        .gateway()
        .forEachPage(prefix, PAGE, local, page -> page.stream().map(Listed::key).forEach(work));
  }

  @Override
  public synchronized void close() {
    if (rounds != null) {
      rounds.cancel(false);
    }
    timer.shutdownNow();
  }
}
