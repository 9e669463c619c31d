package dev.rondel.node.web;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.ReservedKeys;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.view.Epoch;
import dev.rondel.view.Member;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import dev.rondel.wire.Via;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table of two nodes on paper and one map in truth, which does what it is told to say next. */
public final class InMemoryGateway implements Gateway {

  public static final NodeId SELF = NodeId.of("node_3000");
  public static final NodeId OTHER = NodeId.of("node_3001");
  private static final Epoch EPOCH = new Epoch(7);
  private static final byte[] ALL = {};
  private static final Token TOKEN = Token.parse("80000000000000000000000000000000");

  private final NavigableMap<Key, Pair> pairs = new TreeMap<>();
  private final Route route = new Route(SELF, List.of(SELF, OTHER), EPOCH);
  private volatile int replicationFactor = 2;
  private long sequence;
  private @Nullable Outcome next;

  public Route route() {
    return route;
  }

  /** Answers the next operation so, whatever it is; a listing where it is unavailable. */
  public synchronized void answerNext(Outcome outcome) {
    next = outcome;
  }

  /** How many copies the ring keeps; 2 where nothing is said. */
  public void replicate(int copies) {
    replicationFactor = copies;
  }

  public synchronized void clear() {
    pairs.clear();
    next = null;
  }

  public synchronized @Nullable Pair stored(Key key) {
    return live(key);
  }

  public synchronized Set<Key> keys() {
    return Set.copyOf(pairs.keySet());
  }

  public synchronized int size() {
    return pairs.size();
  }

  @Override
  public synchronized Outcome execute(Operation operation, Via via) {
    Outcome told = next;
    if (told != null) {
      next = null;
      return told;
    }
    Pair current = live(operation.key());
    return switch (operation) {
      case Operation.Get _ ->
          current == null ? new Outcome.Missing(route) : new Outcome.Found(current, route);
      case Operation.Put(Key key, Value value, long expiresAt, Condition condition, _) -> {
        if (!holds(condition, current)) {
          yield new Outcome.ConditionFailed(current == null ? null : current.version(), route);
        }
        var pair = new Pair(key, nextVersion(), value, expiresAt);
        pairs.put(key, pair);
        yield new Outcome.Stored(pair.version(), route);
      }
      case Operation.Delete(Key key, Condition condition, _) -> {
        if (!holds(condition, current)) {
          yield new Outcome.ConditionFailed(current == null ? null : current.version(), route);
        }
        yield pairs.remove(key) == null
            ? new Outcome.Missing(route)
            : new Outcome.Deleted(nextVersion(), route);
      }
    };
  }

  private static boolean holds(Condition condition, @Nullable Pair current) {
    return switch (condition) {
      case Condition.Always _ -> true;
      case Condition.IfAbsent _ -> current == null;
      case Condition.IfPresent _ -> current != null;
      case Condition.IfVersion(Version version) ->
          current != null && current.version().equals(version);
    };
  }

  private @Nullable Pair live(Key key) {
    Pair pair = pairs.get(key);
    return pair != null && pair.isLive(System.currentTimeMillis()) ? pair : null;
  }

  private Version nextVersion() {
    return Version.of(EPOCH.value(), ++sequence);
  }

  @Override
  public View view() {
    var self =
        new Member(
            SELF,
            1,
            "localhost:3000",
            "localhost:13000",
            "",
            1,
            Member.Standing.IN,
            true,
            List.of(TOKEN));
    var other =
        new Member(
            OTHER,
            1,
            "localhost:3001",
            "localhost:13001",
            "",
            1,
            Member.Standing.IN,
            true,
            List.of(Token.MAX));
    return new View(
        EPOCH,
        replicationFactor,
        "md5",
        List.of(self, other),
        List.of(
            new Range(TOKEN, List.of(SELF, OTHER), List.of(), EPOCH, List.of()),
            new Range(Token.MAX, List.of(OTHER, SELF), List.of(), EPOCH, List.of())));
  }

  @Override
  public NodeId self() {
    return SELF;
  }

  @Override
  public synchronized Page list(@Nullable Cursor cursor, byte[] prefix, int limit, boolean local) {
    if (next instanceof Outcome.Unavailable unavailable) {
      next = null;
      throw new ListingUnavailableException(unavailable);
    }
    var rest = cursor == null ? pairs : pairs.tailMap(Key.of(cursor.position()), false);
    var entries =
        rest.values().stream()
            .filter(pair -> ReservedKeys.isListed(pair.key().bytes(), prefix))
            .filter(pair -> pair.isLive(System.currentTimeMillis()))
            .limit(limit + 1L)
            .map(
                pair ->
                    new Listed(
                        pair.key(), pair.version(), pair.value() == null ? 0 : pair.value().size()))
            .toList();
    if (entries.size() <= limit) {
      return new Page(entries, null);
    }
    var page = entries.subList(0, limit);
    return new Page(page, new Cursor(page.getLast().key().bytes()));
  }

  @Override
  public synchronized Page listAfter(Token token, int limit) {
    if (next instanceof Outcome.Unavailable unavailable) {
      next = null;
      throw new ListingUnavailableException(unavailable);
    }
    var entries =
        pairs.values().stream()
            .filter(pair -> ReservedKeys.isListed(pair.key().bytes(), ALL))
            .filter(pair -> token.equals(Token.MAX) || tokenOf(pair).compareTo(token) > 0)
            .sorted(Comparator.comparing(InMemoryGateway::tokenOf))
            .limit(limit)
            .map(pair -> new Listed(pair.key(), pair.version(), 0))
            .toList();
    return new Page(
        entries, entries.size() < limit ? null : new Cursor(entries.getLast().key().bytes()));
  }

  private static Token tokenOf(Pair pair) {
    return Hashing.md5().hash(pair.key().bytes());
  }
}
