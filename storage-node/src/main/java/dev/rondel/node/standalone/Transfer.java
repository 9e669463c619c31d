package dev.rondel.node.standalone;

import com.google.protobuf.ByteString;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.ReservedKeys;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.proto.TransferEntry;
import dev.rondel.proto.TransferProto;
import dev.rondel.wire.Wire;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The pairs of a table on their way into another one.
 *
 * <p>A key that both have keeps the value of the other table. Where this table was once parted from
 * the other one, three are compared: what both had then, and what each has now. A copy that nobody
 * has touched since is left behind, so what was deleted in the other table meanwhile stays deleted;
 * a change here is taken over where the other table has not changed the key; where both have, the
 * other one's holds.
 *
 * <p>Sending the same again changes nothing, so a transfer that broke off begins anew.
 */
final class Transfer {

  private static final byte[] ALL = {};
  private static final int BATCH_BYTES = 1 << 20;
  private static final int BATCH_PAIRS = 512;

  private final TableAccess from;
  private final Consumer<TransferProto> to;
  private TransferProto.Builder batch = TransferProto.newBuilder();
  private int batchBytes;

  /**
   * @param to takes the batches; it returns when their pairs are in the other table
   */
  Transfer(TableAccess from, Consumer<TransferProto> to) {
    this.from = from;
    this.to = to;
  }

  // ---- from the one table -----------------------------------------------------------------------

  /**
   * Sends everything; blocks until it is there.
   *
   * @param self the table that is sent
   * @param shared the tables from which it was parted, and which the other one is or has taken in
   */
  void run(String self, Set<String> shared) {
    Map<Key, byte[]> bases = bases(shared);
    from.forEachPage(ALL, false, page -> page.forEach(pair -> send(pair, bases)));
    from.forEachPage(
        ReservedKeys.prefix(),
        false,
        page -> page.stream().filter(pair -> travels(pair, shared)).forEach(this::sendNew));
    // What is left was deleted here since.
    bases.forEach((key, base) -> add(Pair.tombstone(key, new Version(0)), base));
    flush();
    add(marker(TableKeys.takenIn(self)), ALL);
    flush();
  }

  private Map<Key, byte[]> bases(Set<String> shared) {
    var bases = new HashMap<Key, byte[]>();
    for (String table : shared) {
      byte[] prefix = TableKeys.baseOf(table);
      from.forEachPage(
          prefix,
          false,
          page ->
              page.forEach(
                  note ->
                      bases.put(
                          Key.of(TableKeys.rest(prefix, note.key())),
                          Objects.requireNonNull(note.value()).bytes())));
    }
    return bases;
  }

  private void send(Pair pair, Map<Key, byte[]> bases) {
    byte[] base = bases.remove(pair.key());
    if (base == null) {
      sendNew(pair);
    } else if (!Arrays.equals(base, TableKeys.digest(pair))) {
      add(pair, base);
    }
  }

  /** Notes about a table that is there itself are of no use there. */
  private static boolean travels(Pair pair, Set<String> shared) {
    return shared.stream()
        .noneMatch(
            table ->
                pair.key().equals(TableKeys.partedFrom(table))
                    || TableKeys.isBelow(TableKeys.baseOf(table), pair.key()));
  }

  private void sendNew(Pair pair) {
    add(pair, ALL);
  }

  private static Pair marker(Key key) {
    return new Pair(key, new Version(0), Value.of(ALL, Value.BINARY), 0);
  }

  private void add(Pair pair, byte[] base) {
    var entry =
        TransferEntry.newBuilder()
            .setPair(Wire.toProto(pair))
            .setBase(ByteString.copyFrom(base))
            .build();
    batch.addEntries(entry);
    batchBytes += entry.getSerializedSize();
    if (batchBytes >= BATCH_BYTES || batch.getEntriesCount() >= BATCH_PAIRS) {
      flush();
    }
  }

  private void flush() {
    if (batch.getEntriesCount() > 0) {
      to.accept(batch.build());
      batch = TransferProto.newBuilder();
      batchBytes = 0;
    }
  }

  // ---- into the other ---------------------------------------------------------------------------

  /** Takes a batch; blocks until its pairs are in the table, or have their reason not to be. */
  static void take(TransferProto batch, TableAccess into) {
    List<Callable<Boolean>> work =
        batch.getEntriesList().stream()
            .map(entry -> (Callable<Boolean>) () -> take(entry, into))
            .toList();
    TableAccess.together(work);
  }

  private static boolean take(TransferEntry entry, TableAccess into) {
    Pair pair = Wire.fromProto(entry.getPair());
    if (entry.getBase().isEmpty()) {
      into.putIf(
          pair.key(),
          Objects.requireNonNull(pair.value()),
          pair.expiresAt(),
          new Condition.IfAbsent());
      return true;
    }
    Pair current = into.find(pair.key()).orElse(null);
    if (current == null
        || !Arrays.equals(entry.getBase().toByteArray(), TableKeys.digest(current))) {
      return false; // changed there since: that holds
    }
    var condition = new Condition.IfVersion(current.version());
    if (pair.isTombstone()) {
      into.deleteIf(pair.key(), condition);
    } else {
      into.putIf(pair.key(), Objects.requireNonNull(pair.value()), pair.expiresAt(), condition);
    }
    return true;
  }
}
