package dev.rondel.node.files;

import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Outcome;
import dev.rondel.pair.Key;
import java.time.Duration;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The records of parts, which make that no chunk is ever lost from sight.
 *
 * <p>Who is about to name a part somewhere looks first that its record is young, else renews it.
 * The sweep takes only old ones, and only by marking the very version that it has judged: so one of
 * the two fails.
 */
final class PartRecords {

  /** A part that is named nowhere for so long is nobody's any more. */
  static final Duration GRACE = Duration.ofDays(1);

  private static final Duration YOUNG = Duration.ofHours(1);
  private static final int ID_BYTES = 16;

  private final FileTable table;
  private final RandomGenerator random;

  PartRecords(FileTable table, RandomGenerator random) {
    this.table = table;
    this.random = random;
  }

  /**
   * @param upload the SHA-256 of the upload that the part is a piece of; null where it is the whole
   * @param since epoch milliseconds
   * @param doomed its chunks are being deleted
   */
  record PartRecord(String name, @Nullable String upload, long since, boolean doomed) {

    boolean isYoung(long now) {
      return now - since < YOUNG.toMillis();
    }

    boolean isOld(long now) {
      return now - since > GRACE.toMillis();
    }

    PartRecord renewed(long now) {
      return new PartRecord(name, upload, now, doomed);
    }

    PartRecord asDoomed() {
      return new PartRecord(name, upload, since, true);
    }
  }

  /** Begins a part; gives its id. */
  String begin(FileName name, @Nullable String upload) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    var began = new PartRecord(name.value(), upload, table.now(), false);
    return switch (table.put(FileKeys.part(id), began, 0, Condition.ALWAYS)) {
      case Outcome.Stored _ -> id;
      case Outcome other -> throw new FileTrouble(other);
    };
  }

  /** Makes sure that no sweep takes the part soon; throws where one has. */
  void renew(String id) {
    Key key = FileKeys.part(id);
    var found = table.find(key);
    var known = found == null ? null : FileTable.parse(found.pair(), PartRecord.class);
    if (found == null || known == null || known.doomed()) {
      throw table.unavailable("the upload took so long that it was given up; begin again");
    }
    if (known.isYoung(table.now())) {
      return;
    }
    var unchanged = new Condition.IfVersion(found.pair().version());
    switch (table.put(key, known.renewed(table.now()), 0, unchanged)) {
      case Outcome.Stored _ -> {}
      case Outcome.ConditionFailed _ -> renew(id);
      case Outcome other -> throw new FileTrouble(other);
    }
  }
}
