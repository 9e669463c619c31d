package dev.rondel.node.files;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Cursor;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.node.runtime.Gateway.Page;
import dev.rondel.node.runtime.Gateway.Route;
import dev.rondel.pair.Key;
import dev.rondel.ring.NodeId;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Files of any size over the ring: written and read in chunks, a few of them at a time. Every
 * method blocks, and throws {@link FileTrouble} for an outcome that is no success.
 */
public final class FileStore implements AutoCloseable {

  public static final int CHUNK = 256 << 10;

  /** What a file that is written or read takes in memory at most, the chunk in hand included. */
  public static final long WINDOW = (Lanes.WIDTH + 1L) * CHUNK;

  private final FileTable table;
  private final PartRecords records;
  private final Removal removal;
  private final Uploads uploads;
  private final Sweep sweep;

  public FileStore(Gateway gateway, Duration timeout, InstantSource clock) {
    this.table = new FileTable(gateway, timeout, clock);
    this.records = new PartRecords(table, new SecureRandom());
    this.removal = new Removal(table);
    this.uploads = new Uploads(this, table, records, removal);
    this.sweep = new Sweep(this, uploads, table);
  }

  /** Uploads that are done in pieces. */
  public Uploads uploads() {
    return uploads;
  }

  public Sweep sweep() {
    return sweep;
  }

  /** The file of this name; a trouble where there is none. */
  public StoredFile get(FileName name) {
    StoredFile file = find(name);
    if (file == null) {
      throw new FileTrouble(missing(name));
    }
    return file;
  }

  @Nullable StoredFile find(FileName name) {
    var found = table.find(FileKeys.manifest(name));
    return found == null
        ? null
        : new StoredFile(
            name,
            FileTable.parse(found.pair(), Manifest.class),
            found.pair().version(),
            found.route());
  }

  /**
   * The bytes of a file from {@code from} up to, not including, {@code to}.
   *
   * @throws BrokenFileException later, where the file has been replaced meanwhile
   */
  public FileReader read(StoredFile file, long from, long to) {
    return new FileReader(table, file.manifest(), from, to);
  }

  // ---- writes -----------------------------------------------------------------------------------

  /** Throws the trouble that a write under this condition would come to now. */
  public void require(FileName name, Condition condition) {
    if (!(condition instanceof Condition.Always)) {
      requireOf(find(name), name, condition);
    }
  }

  private void requireOf(@Nullable StoredFile file, FileName name, Condition condition) {
    boolean holds =
        switch (condition) {
          case Condition.Always() -> true;
          case Condition.IfAbsent() -> file == null;
          case Condition.IfPresent() -> file != null;
          case Condition.IfVersion(var version) -> file != null && file.version().equals(version);
        };
    if (!holds) {
      throw new FileTrouble(
          file == null
              ? new Outcome.ConditionFailed(null, missing(name).route())
              : new Outcome.ConditionFailed(file.version(), file.route()));
    }
  }

  /** Begins a file, which nobody sees until it is committed. */
  public Draft begin(FileName name) {
    return new Draft(table, records, removal, name, null, 0);
  }

  /** Makes a draft the file of its name. */
  public StoredFile commit(Draft draft, String contentType, Condition condition) {
    try {
      records.renew(draft.part().id());
      var manifest =
          new Manifest(
              draft.size(), CHUNK, draft.sha256(), contentType, table.now(), List.of(draft.part()));
      StoredFile stored = commit(draft.name(), manifest, condition);
      draft.keep();
      return stored;
    } catch (FileTrouble trouble) {
      draft.leaveIfUnknown(trouble);
      throw trouble;
    }
  }

  /**
   * Puts the manifest over the very one that was looked at, so that the chunks of no other file get
   * lost from sight, and nobody's condition is passed over.
   */
  StoredFile commit(FileName name, Manifest manifest, Condition condition) {
    Key key = FileKeys.manifest(name);
    long until = System.nanoTime() + table.timeout().toNanos();
    Outcome last = null;
    do {
      StoredFile former = find(name);
      if (former != null && former.manifest().parts().equals(manifest.parts())) {
        return former; // what was not known is known now
      }
      if (last instanceof Outcome.Unknown) {
        throw new FileTrouble(last);
      }
      requireOf(former, name, condition);
      last = table.put(key, manifest, 0, unchanged(former));
      if (last instanceof Outcome.Stored(var version, var route)) {
        if (former != null) {
          removal.later(former.manifest().parts());
        }
        return new StoredFile(name, manifest, version, route);
      }
    } while (mayBeTriedAgain(last, until));
    throw new FileTrouble(last);
  }

  /** Deletes the file of this name; a trouble where there is none. */
  public Route delete(FileName name, Condition condition) {
    long until = System.nanoTime() + table.timeout().toNanos();
    Outcome last;
    do {
      StoredFile file = find(name);
      requireOf(file, name, condition);
      if (file == null) {
        throw new FileTrouble(missing(name));
      }
      last = table.delete(FileKeys.manifest(name), unchanged(file));
      if (last instanceof Outcome.Deleted deleted) {
        removal.later(file.manifest().parts());
        return deleted.route();
      }
    } while (last instanceof Outcome.ConditionFailed && System.nanoTime() - until < 0);
    throw new FileTrouble(last);
  }

  private static Condition unchanged(@Nullable StoredFile file) {
    return file == null ? new Condition.IfAbsent() : new Condition.IfVersion(file.version());
  }

  /** Somebody was faster, or it is to be seen whether it was done. */
  private static boolean mayBeTriedAgain(Outcome outcome, long until) {
    return outcome instanceof Outcome.Unknown
        || (outcome instanceof Outcome.ConditionFailed && System.nanoTime() - until < 0);
  }

  private Outcome.Missing missing(FileName name) {
    View view = table.gateway().view();
    return new Outcome.Missing(
        new Route(table.gateway().self(), chain(view, FileKeys.manifest(name)), view.epoch()));
  }

  // ---- what there is, and where -----------------------------------------------------------------

  /**
   * A part of a listing.
   *
   * @param chunks only in a listing of what is on this node
   */
  public record Listing(List<StoredFile> files, List<LocalChunk> chunks, @Nullable Cursor next) {}

  /**
   * A chunk that this node is head of.
   *
   * @param file the name it was written for; null where it is not known any more
   */
  public record LocalChunk(@Nullable String file, long number, int size) {}

  /** The files whose names begin so, in the order of the ring. */
  public Listing list(@Nullable Cursor cursor, String prefix, int limit) {
    Page page = table.gateway().list(cursor, FileKeys.manifests(prefix), limit, false);
    return new Listing(files(page), List.of(), page.next());
  }

  /** The manifests and chunks that this node is head of. */
  public Listing listLocal(@Nullable Cursor cursor, int limit) {
    Page page = table.gateway().list(cursor, FileKeys.all(), limit, true);
    var names = new HashMap<String, String>();
    var chunks = new ArrayList<LocalChunk>();
    for (Gateway.Listed listed : page.entries()) {
      FileKeys.Chunk chunk = FileKeys.chunkIn(listed.key());
      if (chunk != null) {
        String name = names.computeIfAbsent(chunk.part(), this::nameOf);
        chunks.add(new LocalChunk(name.isEmpty() ? null : name, chunk.number(), listed.size()));
      }
    }
    return new Listing(files(page), chunks, page.next());
  }

  /** Empty where it is not known. */
  private String nameOf(String part) {
    var found = table.find(FileKeys.part(part));
    return found == null ? "" : FileTable.parse(found.pair(), PartRecords.PartRecord.class).name();
  }

  private List<StoredFile> files(Page page) {
    List<FileName> names =
        page.entries().stream()
            .map(listed -> FileKeys.nameIn(listed.key()))
            .filter(Objects::nonNull)
            .toList();
    var found = new ConcurrentHashMap<FileName, StoredFile>();
    try (var lanes = new Lanes()) {
      for (FileName name : names) {
        lanes.run(
            () -> {
              StoredFile file = find(name);
              if (file != null) {
                found.put(name, file);
              }
            });
      }
      lanes.finish();
    }
    return names.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /**
   * Where a chunk lies.
   *
   * @param replicas the chain, head first; empty where the ring has no node
   */
  public record ChunkPlace(long number, long offset, int size, List<NodeId> replicas) {}

  /** Where the chunks of a file lie, from this one on. */
  public List<ChunkPlace> places(StoredFile file, long from, int limit) {
    Manifest manifest = file.manifest();
    View view = table.gateway().view();
    return LongStream.range(from, Math.min(manifest.chunks(), from + limit))
        .mapToObj(
            chunk ->
                new ChunkPlace(
                    chunk,
                    chunk * manifest.chunkSize(),
                    manifest.sizeOf(chunk),
                    chain(view, FileKeys.chunk(manifest.partOf(chunk).id(), chunk))))
        .toList();
  }

  private static List<NodeId> chain(View view, Key key) {
    return view.rangeOf(key).map(Range::chain).orElse(List.of());
  }

  @Override
  public void close() {
    sweep.close();
    removal.close();
  }
}
