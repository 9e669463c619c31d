package dev.rondel.node.files;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.pair.Key;
import dev.rondel.pair.Version;
import dev.rondel.wire.Sha256;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Uploads in pieces, which can go on where they were broken off: at any node, by any client that
 * knows the name and the SHA-256 of the whole.
 *
 * <p>The upload is a pair that names the pieces, and which is gone a day after the last one. A
 * piece counts when it has come whole. Who makes a file of them takes the pair away first, and so
 * is the only one who does.
 */
public final class Uploads {

  private static final int MOST_PIECES = 5_000;

  private final FileStore files;
  private final FileTable table;
  private final PartRecords records;
  private final Removal removal;

  Uploads(FileStore files, FileTable table, PartRecords records, Removal removal) {
    this.files = files;
    this.table = table;
    this.records = records;
    this.removal = removal;
  }

  /**
   * How far an upload is.
   *
   * @param arrived how many bytes are there, from the first on
   * @param isStored whether they are the file of that name already
   */
  public record Progress(long arrived, boolean isStored) {}

  /** A piece begins elsewhere than the upload goes on, or something is missing at its end. */
  public static final class OutOfPlaceException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final long arrived;

    OutOfPlaceException(long arrived) {
      super("the upload goes on at byte " + arrived, null, false, false);
      this.arrived = arrived;
    }

    public long arrived() {
      return arrived;
    }
  }

  /** The content has another SHA-256 than the upload was begun with; it is given up. */
  public static final class WrongContentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongContentException(String sha256) {
      super("the SHA-256 of what came is " + sha256, null, false, false);
    }
  }

  private record Upload(long arrived, List<Part> parts) {}

  private record Found(Upload upload, Version version) {}

  private @Nullable Found find(FileName name, String sha256) {
    var found = table.find(FileKeys.upload(name, sha256));
    return found == null
        ? null
        : new Found(FileTable.parse(found.pair(), Upload.class), found.pair().version());
  }

  public Progress progress(FileName name, String sha256) {
    StoredFile file = files.find(name);
    if (file != null && file.manifest().sha256().equals(sha256)) {
      return new Progress(file.manifest().size(), true);
    }
    Found found = find(name, sha256);
    return new Progress(found == null ? 0 : found.upload().arrived(), false);
  }

  /**
   * Begins the piece that goes on at {@code from}.
   *
   * @throws OutOfPlaceException where the upload goes on elsewhere
   * @throws IllegalArgumentException where there are too many pieces already
   */
  public Draft begin(FileName name, String sha256, long from) {
    Found found = find(name, sha256);
    long arrived = found == null ? 0 : found.upload().arrived();
    // Behind a last chunk that is not full nothing can follow.
    if (arrived != from || arrived % FileStore.CHUNK != 0) {
      throw new OutOfPlaceException(arrived);
    }
    if (found != null && found.upload().parts().size() >= MOST_PIECES) {
      throw new IllegalArgumentException(
          "An upload has at most " + MOST_PIECES + " pieces; begin it again with larger ones.");
    }
    return new Draft(table, records, removal, name, sha256, from / FileStore.CHUNK);
  }

  /** Adds a piece that has come whole; says how much there is now. */
  public long add(Draft piece, String sha256) {
    Key key = FileKeys.upload(piece.name(), sha256);
    Found found = find(piece.name(), sha256);
    Upload before = found == null ? new Upload(0, List.of()) : found.upload();
    if (before.arrived() != piece.part().first() * FileStore.CHUNK) {
      throw new OutOfPlaceException(before.arrived());
    }
    var after =
        new Upload(
            before.arrived() + piece.size(),
            Stream.concat(before.parts().stream(), Stream.of(piece.part())).toList());
    Condition unchanged =
        found == null ? new Condition.IfAbsent() : new Condition.IfVersion(found.version());
    switch (table.put(key, after, expiry(), unchanged)) {
      case Outcome.Stored _ -> piece.keep();
      case Outcome.ConditionFailed _ ->
          throw new OutOfPlaceException(progress(piece.name(), sha256).arrived());
      case Outcome other -> {
        var trouble = new FileTrouble(other);
        piece.leaveIfUnknown(trouble);
        throw trouble;
      }
    }
    return after.arrived();
  }

  private long expiry() {
    return table.now() + PartRecords.GRACE.toMillis();
  }

  /** Makes the pieces the file, when all of them are there and are what was announced. */
  public StoredFile finish(
      FileName name, String sha256, long size, String contentType, Condition condition) {
    Found found = find(name, sha256);
    if (found == null || found.upload().arrived() != size) {
      throw new OutOfPlaceException(found == null ? 0 : found.upload().arrived());
    }
    List<Part> parts = found.upload().parts();
    var manifest = new Manifest(size, FileStore.CHUNK, sha256, contentType, table.now(), parts);
    files.require(name, condition);
    String actual = sha256(manifest);
    parts.forEach(part -> records.renew(part.id()));
    take(name, sha256, found);
    if (!actual.equals(sha256)) {
      removal.later(parts);
      throw new WrongContentException(actual);
    }
    try {
      return files.commit(name, manifest, condition);
    } catch (FileTrouble trouble) {
      if (!trouble.isUnknown()) {
        giveBack(name, sha256, found.upload());
      }
      throw trouble;
    }
  }

  private String sha256(Manifest manifest) {
    MessageDigest digest = Sha256.begin();
    try (var reader = new FileReader(table, manifest, 0, manifest.size())) {
      for (byte[] bytes = reader.next(); bytes != null; bytes = reader.next()) {
        digest.update(bytes);
      }
    }
    return Sha256.end(digest);
  }

  private void take(FileName name, String sha256, Found found) {
    var unchanged = new Condition.IfVersion(found.version());
    switch (table.delete(FileKeys.upload(name, sha256), unchanged)) {
      case Outcome.Deleted _ -> {}
      case Outcome.ConditionFailed _, Outcome.Missing _ ->
          throw new OutOfPlaceException(progress(name, sha256).arrived());
      case Outcome other -> throw new FileTrouble(other);
    }
  }

  /** Nothing was done, so it can be tried again: as far as this can be stored now. */
  private void giveBack(FileName name, String sha256, Upload upload) {
    table.put(FileKeys.upload(name, sha256), upload, expiry(), new Condition.IfAbsent());
  }

  /** Whether a part is a piece of an upload that may go on. */
  boolean names(FileName name, String sha256, String part) {
    Found found = find(name, sha256);
    return found != null
        && found.upload().parts().stream().anyMatch(piece -> piece.id().equals(part));
  }
}
