package dev.rondel.node.resp;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The commands by their names, with what Redis' clients may ask of each. */
final class CommandTable {

  /** Does a command. */
  @FunctionalInterface
  interface Action {
    Reply run(Call call) throws InterruptedException;
  }

  /**
   * @param arity how many words it has with its name; below 0: at least so many
   * @param keys where its keys are
   */
  record Entry(String name, int arity, Keys keys, boolean isWrite, Action action) {

    boolean takes(int words) {
      return arity >= 0 ? words == arity : words >= -arity;
    }

    Reply described() {
      return new Reply.Items(
          List.of(
              Reply.bulk(name),
              new Reply.Count(arity),
              new Reply.Items(List.of(new Reply.Status(isWrite ? "write" : "readonly"))),
              new Reply.Count(keys.first),
              new Reply.Count(keys.last),
              new Reply.Count(keys.step)));
    }
  }

  /** Which words of a command are keys. */
  enum Keys {
    NONE(0, 0, 0),
    ONE(1, 1, 1),
    ALL(1, -1, 1),
    EVERY_OTHER(1, -1, 2);

    private final int first;
    private final int last;
    private final int step;

    Keys(int first, int last, int step) {
      this.first = first;
      this.last = last;
      this.step = step;
    }
  }

  private final Map<String, Entry> entries = new TreeMap<>();

  void reads(String name, int arity, Keys keys, Action action) {
    entries.put(name, new Entry(name, arity, keys, false, action));
  }

  void writes(String name, int arity, Keys keys, Action action) {
    entries.put(name, new Entry(name, arity, keys, true, action));
  }

  @Nullable Entry find(String name) {
    return entries.get(name);
  }

  List<Entry> all() {
    return List.copyOf(entries.values());
  }
}
