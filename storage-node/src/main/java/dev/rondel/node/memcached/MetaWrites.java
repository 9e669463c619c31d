package dev.rondel.node.memcached;

import dev.rondel.node.door.Change;
import dev.rondel.node.door.Table;
import dev.rondel.node.door.Table.Written;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code ms}, {@code md} and {@code ma}. The explicit cas (E) is refused: the ring gives versions.
 */
final class MetaWrites {

  private static final String SET_FLAGS = "bcCFIkMNOqsT";
  private static final String DELETE_FLAGS = "bCIkOqTx";
  private static final String COUNT_FLAGS = "bcCDJkMNOqtTv";
  private static final long MOST_FLAGS = 0xFFFF_FFFFL;
  private static final byte[] NOTHING = {};

  private final Table table;
  private final Stats stats;

  MetaWrites(Table table, Stats stats) {
    this.table = table;
    this.stats = stats;
  }

  /** How a write ended, in the two letters that begin the answer. */
  private enum End {
    HD,
    NS,
    EX,
    NF
  }

  private record Ended(End end, @Nullable Version version) {
    static Ended of(End end) {
      return new Ended(end, null);
    }
  }

  void set(List<String> words, byte[] data, Replies replies) throws InterruptedException {
    if (words.size() < 2) {
      throw new ErrorLine(ErrorLine.BAD_FORMAT);
    }
    MetaFlags flags = MetaFlags.parse(words.getFirst(), words.subList(2, words.size()), SET_FLAGS);
    long clientFlags = flags.number('F').orElse(0);
    if (clientFlags < 0 || clientFlags > MOST_FLAGS) {
      throw new ErrorLine("CLIENT_ERROR bad token in command line format");
    }
    stats.sets.increment();
    Value value = Items.value(data, (int) clientFlags);
    Ended ended =
        switch (Character.toUpperCase(flags.mode('S'))) {
          case 'S' -> replace(flags, value, Condition.ALWAYS);
          case 'R' -> replace(flags, value, new Condition.IfPresent());
          case 'E' -> put(flags, value, new Condition.IfAbsent(), false);
          case 'A' -> join(flags, value, true);
          case 'P' -> join(flags, value, false);
          default -> throw new ErrorLine("CLIENT_ERROR invalid mode for ms");
        };
    if (!flags.has('q') || ended.end() != End.HD) {
      replies.line(ended.end() + flags.answer(flag -> told(flag, ended, data.length)));
    }
  }

  private Ended replace(MetaFlags flags, Value value, Condition otherwise) {
    OptionalLong cas = flags.number('C');
    if (cas.isEmpty()) {
      return put(flags, value, otherwise, false);
    }
    if (flags.has('I')) {
      return invalidate(flags, value, cas.getAsLong());
    }
    return put(flags, value, new Condition.IfVersion(Items.version(cas.getAsLong())), true);
  }

  private Ended put(MetaFlags flags, Value value, Condition condition, boolean isCas) {
    return switch (table.put(flags.key(), value, flags.time('T', table.now(), 0), condition)) {
      case Written.Done(Version version) -> new Ended(End.HD, version);
      case Written.Refused(Version current) ->
          Ended.of(!isCas ? End.NS : current == null ? End.NF : End.EX);
    };
  }

  /** What comes from an older state than the item is stored all the same, but as stale. */
  private Ended invalidate(MetaFlags flags, Value value, long cas) {
    long expiresAt = flags.time('T', table.now(), 0);
    Version known = Items.version(cas);
    Change.Done done =
        table.change(
            flags.key(),
            pair -> {
              if (pair == null || pair.version().compareTo(known) < 0) {
                return Change.LEAVE;
              }
              boolean isOld = pair.version().compareTo(known) > 0;
              return new Change.Store(isOld ? Mark.STALE.on(value) : value, expiresAt);
            });
    return ended(done, End.EX);
  }

  private Ended join(MetaFlags flags, Value value, boolean behind) {
    long now = table.now();
    OptionalLong cas = flags.number('C');
    Change.Done done =
        table.change(
            flags.key(),
            pair -> {
              if (pair == null) {
                return flags.has('N')
                    ? new Change.Store(value, flags.time('N', now, 0))
                    : Change.LEAVE;
              }
              return isOther(pair, cas)
                  ? Change.LEAVE
                  : Change.to(Items.joined(pair, value.bytes(), behind, table), pair);
            });
    return done.before() == null && done.change() instanceof Change.Leave
        ? Ended.of(End.NS)
        : ended(done, End.EX);
  }

  private static boolean isOther(Pair pair, OptionalLong cas) {
    return cas.isPresent() && !pair.version().equals(Items.version(cas.getAsLong()));
  }

  private static Ended ended(Change.Done done, End left) {
    return done.change() instanceof Change.Leave
        ? Ended.of(done.before() == null ? End.NF : left)
        : new Ended(End.HD, done.version());
  }

  void delete(List<String> words, Replies replies) throws InterruptedException {
    MetaFlags flags = keyed(words, DELETE_FLAGS);
    OptionalLong cas = flags.number('C');
    Ended ended = flags.has('I') || flags.has('x') ? spoil(flags, cas) : delete(flags.key(), cas);
    answer(ended, flags, replies);
  }

  private Ended delete(Key key, OptionalLong cas) {
    Condition condition =
        cas.isPresent()
            ? new Condition.IfVersion(Items.version(cas.getAsLong()))
            : Condition.ALWAYS;
    return switch (table.delete(key, condition)) {
      case Written.Done(Version version) -> new Ended(End.HD, version);
      case Written.Refused(Version current) -> Ended.of(current == null ? End.NF : End.EX);
    };
  }

  /** The item stays, as stale (I), or without its bytes (x), or both. */
  private Ended spoil(MetaFlags flags, OptionalLong cas) {
    long now = table.now();
    Change.Done done =
        table.change(
            flags.key(),
            pair -> {
              if (pair == null || isOther(pair, cas)) {
                return Change.LEAVE;
              }
              Value value = flags.has('x') ? Items.value(NOTHING, 0) : Table.value(pair);
              return new Change.Store(
                  flags.has('I') ? Mark.STALE.on(value) : value,
                  flags.has('I') ? flags.time('T', now, pair.expiresAt()) : pair.expiresAt());
            });
    return ended(done, End.EX);
  }

  void count(List<String> words, Replies replies) throws InterruptedException {
    MetaFlags flags = keyed(words, COUNT_FLAGS);
    boolean up =
        switch (flags.mode('I')) {
          case 'I', 'i', '+' -> true;
          case 'D', 'd', '-' -> false;
          default -> throw new ErrorLine("CLIENT_ERROR invalid mode for ma");
        };
    long delta = flags.number('D').orElse(1);
    String initial = Long.toUnsignedString(flags.number('J').orElse(0));
    OptionalLong cas = flags.number('C');
    long now = table.now();
    Change.Done done =
        table.change(
            flags.key(),
            pair -> {
              if (pair == null) {
                return flags.has('N')
                    ? new Change.Store(Items.value(bytes(initial), 0), flags.time('N', now, 0))
                    : Change.LEAVE;
              }
              return isOther(pair, cas)
                  ? Change.LEAVE
                  : new Change.Store(
                      Table.withBytes(pair, bytes(Items.counted(pair, delta, up))),
                      flags.time('T', now, pair.expiresAt()));
            });
    Ended ended = ended(done, End.EX);
    if (done.change() instanceof Change.Store(Value value, long expiresAt) && !flags.has('q')) {
      String told =
          flags.answer(
              flag ->
                  flag == 't'
                      ? Long.toString(Numbers.secondsLeft(expiresAt, table.now()))
                      : told(flag, ended, value.size()));
      if (flags.has('v')) {
        replies.block("VA " + value.size() + told, value.bytes());
      } else {
        replies.line("HD" + told);
      }
      return;
    }
    answer(ended, flags, replies);
  }

  private static byte[] bytes(String number) {
    return number.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static MetaFlags keyed(List<String> words, String allowed) {
    if (words.isEmpty()) {
      throw new ErrorLine(ErrorLine.BAD_FORMAT);
    }
    return MetaFlags.parse(words.getFirst(), words.subList(1, words.size()), allowed);
  }

  private static @Nullable String told(char flag, Ended ended, int size) {
    Version version = ended.version();
    return switch (flag) {
      case 'c' -> version == null ? null : Long.toString(version.value());
      case 's' -> Integer.toString(size);
      default -> null;
    };
  }

  /** Quietly nothing is said of an item that is as it was asked to be, or missing. */
  private static void answer(Ended ended, MetaFlags flags, Replies replies)
      throws InterruptedException {
    if (!flags.has('q') || ended.end() == End.EX) {
      replies.line(ended.end() + flags.answer(flag -> told(flag, ended, 0)));
    }
  }
}
