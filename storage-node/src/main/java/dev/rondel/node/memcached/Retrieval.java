package dev.rondel.node.memcached;

import dev.rondel.node.door.Change;
import dev.rondel.node.door.Table;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** get, gets, gat, gats and touch. */
final class Retrieval {

  /** How many items of one command are in memory at a time. */
  private static final int AT_A_TIME = 16;

  private final Table table;
  private final Stats stats;

  Retrieval(Table table, Stats stats) {
    this.table = table;
    this.stats = stats;
  }

  /** What was found, with the version that the client is told. */
  private record Item(Pair pair, Version version) {}

  void get(List<String> words, boolean withCas, Replies replies) throws InterruptedException {
    answer(words, withCas, replies, this::read);
  }

  private @Nullable Item read(Key key) {
    Pair pair = table.get(key);
    return pair == null ? null : new Item(pair, pair.version());
  }

  void getAndTouch(List<String> words, boolean withCas, Replies replies)
      throws InterruptedException {
    if (words.size() < 2) {
      throw new ErrorLine("ERROR");
    }
    long expiresAt = expiresAt(words.getFirst());
    answer(
        words.subList(1, words.size()),
        withCas,
        replies,
        key -> {
          Change.Done done = touch(key, expiresAt);
          return done.before() == null
              ? null
              : new Item(done.before(), Objects.requireNonNull(done.version()));
        });
  }

  void touch(List<String> words, Replies replies) throws InterruptedException {
    if (words.size() != 2) {
      throw new ErrorLine("ERROR");
    }
    Key key = Items.key(words.get(0));
    Change.Done done = touch(key, expiresAt(words.get(1)));
    replies.line(done.before() == null ? "NOT_FOUND" : "TOUCHED");
  }

  private Change.Done touch(Key key, long expiresAt) {
    stats.touches.increment();
    return table.change(
        key, pair -> pair == null ? Change.LEAVE : Change.expiringAt(expiresAt, pair));
  }

  private long expiresAt(String word) {
    OptionalLong expiresAt = Numbers.expiresAt(word, table.now());
    if (expiresAt.isEmpty()) {
      throw new ErrorLine("CLIENT_ERROR invalid exptime argument");
    }
    return expiresAt.getAsLong();
  }

  private void answer(
      List<String> words, boolean withCas, Replies replies, Function<Key, @Nullable Item> read)
      throws InterruptedException {
    if (words.isEmpty()) {
      throw new ErrorLine("ERROR");
    }
    List<Key> keys = words.stream().map(Items::key).toList();
    for (int from = 0; from < keys.size(); from += AT_A_TIME) {
      List<Key> some = keys.subList(from, Math.min(keys.size(), from + AT_A_TIME));
      List<@Nullable Item> items = table.each(some, read);
      for (int i = 0; i < items.size(); i++) {
        Item item = items.get(i);
        stats.looked(item != null);
        if (item != null) {
          write(words.get(from + i), item, withCas, replies);
        }
      }
    }
    replies.line("END");
  }

  private static void write(String key, Item item, boolean withCas, Replies replies)
      throws InterruptedException {
    Value value = Table.value(item.pair());
    String line = "VALUE " + key + " " + Items.flags(value) + " " + value.size();
    replies.block(withCas ? line + " " + item.version().value() : line, value.bytes());
  }
}
