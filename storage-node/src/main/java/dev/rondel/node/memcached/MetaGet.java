package dev.rondel.node.memcached;

import dev.rondel.node.door.Change;
import dev.rondel.node.door.Table;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code mg}: an item, or what is asked of it. It is a plain read, unless the item gets a new end
 * (T), is made where it is missing (N), or this client is told to make it anew: because it is
 * stale, or has less than R seconds left, and nobody was told so before.
 */
final class MetaGet {

  private static final String FLAGS = "bcfkOqstvNRT";
  private static final byte[] NOTHING = {};

  private final Table table;
  private final Stats stats;

  MetaGet(Table table, Stats stats) {
    this.table = table;
    this.stats = stats;
  }

  void get(List<String> words, Replies replies) throws InterruptedException {
    if (words.isEmpty()) {
      throw new ErrorLine(ErrorLine.BAD_FORMAT);
    }
    MetaFlags flags = MetaFlags.parse(words.getFirst(), words.subList(1, words.size()), FLAGS);
    Change.Done done = find(flags);
    stats.looked(done.before() != null);
    if (done.version() != null) {
      answer(flags, done, replies);
    } else if (!flags.has('q')) {
      replies.line("EN" + flags.answer(_ -> null));
    }
  }

  private Change.Done find(MetaFlags flags) {
    long now = table.now();
    Pair found = table.get(flags.key());
    Change change = change(found, flags, now);
    return change instanceof Change.Leave
        ? new Change.Done(found, change, found == null ? null : found.version())
        : table.change(flags.key(), pair -> change(pair, flags, now));
  }

  private static Change change(@Nullable Pair pair, MetaFlags flags, long now) {
    if (pair == null) {
      return flags.has('N')
          ? new Change.Store(Mark.WON.on(Items.value(NOTHING, 0)), flags.time('N', now, 0))
          : Change.LEAVE;
    }
    Value value = Table.value(pair);
    Mark mark = Mark.of(value);
    boolean wins = !mark.isWon() && (mark.isStale() || isAlmostOver(pair, flags, now));
    if (!wins && !flags.has('T')) {
      return Change.LEAVE;
    }
    return new Change.Store(
        wins ? mark.won().on(value) : value, flags.time('T', now, pair.expiresAt()));
  }

  private static boolean isAlmostOver(Pair pair, MetaFlags flags, long now) {
    OptionalLong least = flags.number('R');
    long left = Numbers.secondsLeft(pair.expiresAt(), now);
    return least.isPresent() && left >= 0 && left < least.getAsLong();
  }

  private void answer(MetaFlags flags, Change.Done done, Replies replies)
      throws InterruptedException {
    Pair before = done.before();
    Mark mark = before == null ? Mark.NONE : Mark.of(Table.value(before));
    Value value;
    long expiresAt;
    if (done.change() instanceof Change.Store(Value stored, long end)) {
      value = stored;
      expiresAt = end;
    } else {
      value = Table.value(Objects.requireNonNull(before));
      expiresAt = before.expiresAt();
    }
    String told =
        flags.answer(
                flag ->
                    switch (flag) {
                      case 'c' -> Long.toString(Objects.requireNonNull(done.version()).value());
                      case 'f' -> Items.flags(value);
                      case 's' -> Integer.toString(value.size());
                      case 't' -> Long.toString(Numbers.secondsLeft(expiresAt, table.now()));
                      default -> null;
                    })
            + (Mark.of(value).isWon() && !mark.isWon() ? " W" : "")
            + (mark.isStale() ? " X" : "")
            + (mark.isWon() ? " Z" : "");
    if (flags.has('v')) {
      replies.block("VA " + value.size() + told, value.bytes());
    } else {
      replies.line("HD" + told);
    }
  }
}
