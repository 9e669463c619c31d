package dev.rondel.node.memcached;

import dev.rondel.node.door.Request;
import dev.rondel.node.door.Room;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a client, with its data block where it has one.
 *
 * @param words in ISO 8859-1: one character for each byte
 * @param data none where the line has no block, or {@code error} is said instead
 * @param error to be told instead of doing anything; null where the command is whole
 * @param isLast whether the connection ends after it
 */
record Command(List<String> words, byte[] data, @Nullable String error, boolean isLast, Room room)
    implements Request {

  String name() {
    return words.isEmpty() ? "" : words.getFirst();
  }

  /** Meta commands have a flag for it, and what reads is answered always. */
  boolean isQuiet() {
    return switch (name()) {
      case "set",
          "add",
          "replace",
          "append",
          "prepend",
          "cas",
          "delete",
          "incr",
          "decr",
          "touch",
          "flush_all",
          "verbosity" ->
          words.size() > 1 && words.getLast().equals("noreply");
      default -> false;
    };
  }

  /** What stands behind the name, without {@code noreply}. */
  List<String> arguments() {
    return words.stream().skip(1).limit(words.size() - (isQuiet() ? 2 : 1)).toList();
  }
}
