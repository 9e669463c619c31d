package dev.rondel.node.memcached;

import dev.rondel.node.door.Change;
import dev.rondel.node.door.Table;
import dev.rondel.node.door.Table.Written;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.pair.Key;
import dev.rondel.pair.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** The classic commands that write: each gives the line that is its answer. */
final class Storage {

  private static final long MOST_FLAGS = 0xFFFF_FFFFL;
  private static final String NOT_FOUND = "NOT_FOUND";
  private static final String STORED = "STORED";
  private static final String NOT_STORED = "NOT_STORED";

  private final Table table;
  private final Stats stats;

  Storage(Table table, Stats stats) {
    this.table = table;
    this.stats = stats;
  }

  /**
   * @param words key, flags, exptime, size, and the cas
   */
  String store(String command, List<String> words, byte[] data) {
    boolean isCas = command.equals("cas");
    if (words.size() != (isCas ? 5 : 4)) {
      throw new ErrorLine("ERROR");
    }
    Key key = Items.key(words.get(0));
    long flags = Numbers.unsigned(words.get(1), MOST_FLAGS);
    OptionalLong expiresAt = Numbers.expiresAt(words.get(2), table.now());
    OptionalLong cas = isCas ? Numbers.unsigned64(words.get(4)) : OptionalLong.of(0);
    if (flags < 0 || expiresAt.isEmpty() || cas.isEmpty()) {
      throw new ErrorLine(ErrorLine.BAD_FORMAT);
    }
    stats.sets.increment();
    Value value = Items.value(data, (int) flags);
    long end = expiresAt.getAsLong();
    return switch (command) {
      case "set" -> stored(table.put(key, value, end, Condition.ALWAYS));
      case "add" -> stored(table.put(key, value, end, new Condition.IfAbsent()));
      case "replace" -> stored(table.put(key, value, end, new Condition.IfPresent()));
      case "cas" ->
          switch (table.put(
              key, value, end, new Condition.IfVersion(Items.version(cas.getAsLong())))) {
            case Written.Done _ -> STORED;
            case Written.Refused(var current) -> current == null ? NOT_FOUND : "EXISTS";
          };
      case "append" -> join(key, data, true);
      case "prepend" -> join(key, data, false);
      default -> throw new IllegalArgumentException(command);
    };
  }

  private static String stored(Written written) {
    return written instanceof Written.Done ? STORED : NOT_STORED;
  }

  /** The flags and the end of the item stay what they are. */
  private String join(Key key, byte[] data, boolean behind) {
    Change.Done done =
        table.change(
            key,
            pair ->
                pair == null
                    ? Change.LEAVE
                    : Change.to(Items.joined(pair, data, behind, table), pair));
    return done.before() == null ? NOT_STORED : STORED;
  }

  String delete(List<String> words) {
    if (words.isEmpty()) {
      throw new ErrorLine("ERROR");
    }
    if (words.size() > 2 || (words.size() == 2 && !words.get(1).equals("0"))) {
      throw new ErrorLine(ErrorLine.BAD_FORMAT + ".  Usage: delete <key> [noreply]");
    }
    return table.delete(Items.key(words.get(0)), Condition.ALWAYS) instanceof Written.Done
        ? "DELETED"
        : NOT_FOUND;
  }

  String count(List<String> words, boolean up) {
    if (words.size() != 2) {
      throw new ErrorLine("ERROR");
    }
    Key key = Items.key(words.get(0));
    OptionalLong delta = Numbers.unsigned64(words.get(1));
    if (delta.isEmpty()) {
      throw new ErrorLine("CLIENT_ERROR invalid numeric delta argument");
    }
    Change.Done done =
        table.change(
            key,
            pair ->
                pair == null
                    ? Change.LEAVE
                    : Change.to(
                        Items.counted(pair, delta.getAsLong(), up)
                            .getBytes(StandardCharsets.ISO_8859_1),
                        pair));
    return done.change() instanceof Change.Store(Value value, _)
        ? new String(value.bytes(), StandardCharsets.ISO_8859_1)
        : NOT_FOUND;
  }
}
