package dev.rondel.testbed.sim;

import dev.rondel.client.Condition;
import dev.rondel.node.chain.Lease;
import dev.rondel.node.chain.MemberRead;
import dev.rondel.node.chain.RangeCopy;
import dev.rondel.node.chain.Request;
import dev.rondel.node.chain.Result;
import dev.rondel.node.chain.Serving;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.ring.TokenRange;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.sim.Question.Reply;
import dev.rondel.view.Epoch;
import dev.rondel.view.Range;
import dev.rondel.view.View;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a node does with operations on ranges that it serves, and with the questions of others. */
final class SimTable {

  private static final long LISTED_AT_ONCE = 2;
  private static final long CONFIRMATION = Dice.SECONDS;
  private static final long CLOSED_PAUSE = 20 * Dice.MILLIS;

  private final SimNode node;
  private final World world;
  private final Lease lease;
  private final Dice dice;

  SimTable(SimNode node, Lease lease, Dice dice) {
    this.node = node;
    this.world = node.world;
    this.lease = lease;
    this.dice = dice;
  }

  private long aMoment() {
    return dice.chance(0.05) ? dice.between(0, 50 * Dice.MILLIS) : dice.between(0, Dice.MILLIS / 5);
  }

  // ---- questions --------------------------------------------------------------------------------

  void answer(Question question, Consumer<Reply> told) {
    switch (question) {
      case Question.Operate(var key, var action, var until) ->
          execute(key, action, until, answer -> told.accept(new Reply.Operated(answer)));
      case Question.Confirm(var arc, var chainEpoch) ->
          told.accept(new Reply.Confirmed(node.serving().confirms(arc, chainEpoch)));
      case Question.ListKeys(var arc, var chainEpoch, var after) ->
          asSource(arc.to(), chainEpoch, told, () -> list(arc, after));
      case Question.Fetch(var token, var chainEpoch, var keys, var settled) ->
          asSource(token, chainEpoch, told, () -> fetch(keys, settled));
    }
  }

  private interface Look {
    @Nullable Reply look();
  }

  /** Only while this node's standing is the same before and after it looked. */
  private void asSource(Token token, Epoch chainEpoch, Consumer<Reply> told, Look look) {
    Serving.Standing standing = node.serving().standing(token);
    if (!node.serving().serves(token, chainEpoch)) {
      told.accept(new Reply.Refused());
      return;
    }
    node.later(
        aMoment(),
        () -> {
          Reply reply = look.look();
          node.later(
              aMoment(),
              () -> {
                boolean same = node.serving().standing(token) == standing;
                told.accept(reply != null && same ? reply : new Reply.Refused());
              });
        });
  }

  private @Nullable Reply list(TokenRange arc, @Nullable Key after) {
    View view = node.view();
    TokenRange here = view.arc(view.indexOf(arc.to()));
    if (!here.equals(arc)) {
      return null;
    }
    List<Pair> stored = node.disk.scan(arc);
    if (stored.stream().anyMatch(pair -> node.mender().isDamaged(pair.key()))) {
      return null;
    }
    List<Pair> rest = after == null ? stored : stored.stream().filter(isAfter(arc, after)).toList();
    List<Pair> told = rest.stream().limit(LISTED_AT_ONCE).toList();
    boolean done = told.size() == rest.size();
    return new Reply.Listed(
        new RangeCopy.Batch(
            told.stream().map(pair -> new RangeCopy.Listed(pair.key(), pair.version(), 8)).toList(),
            done ? null : told.getLast().key(),
            stored.size()));
  }

  static java.util.function.Predicate<Pair> isAfter(TokenRange arc, Key after) {
    Pair place = Pair.tombstone(after, new dev.rondel.pair.Version(0));
    return pair -> SimDisk.order(arc).compare(pair, place) > 0;
  }

  private @Nullable Reply fetch(List<Key> keys, boolean settled) {
    boolean underWay = settled && keys.stream().anyMatch(node.core().dirty()::contains);
    if (keys.stream().anyMatch(node.mender()::isDamaged) || underWay) {
      return null;
    }
    return new Reply.Fetched(
        keys.stream().map(node.disk::get).filter(java.util.Objects::nonNull).toList());
  }

  // ---- operations -------------------------------------------------------------------------------

  void execute(Key key, Action action, long until, Consumer<Answer> told) {
    if (action instanceof Action.Get) {
      read(key, until, told);
    } else {
      write(key, action, until, told);
    }
  }

  private void read(Key key, long until, Consumer<Answer> told) {
    Token token = World.token(key);
    var read = new MemberRead(node.serving(), token, key);
    switch (read.begin()) {
      case LOOK -> node.later(aMoment(), () -> look(read, key, until, told));
      case LATER -> {
        if (world.agenda.now() >= until) {
          told.accept(new Answer.Again());
        } else {
          node.later(CLOSED_PAUSE, () -> read(key, until, told));
        }
      }
      default -> told.accept(new Answer.Again());
    }
  }

  private void look(MemberRead read, Key key, long until, Consumer<Answer> told) {
    if (node.mender().isDamaged(key)) {
      told.accept(new Answer.Again());
      return;
    }
    Pair pair = node.disk.get(key);
    node.later(
        aMoment(),
        () -> {
          MemberRead.Next next = read.looked(node.core().dirty());
          if (next == MemberRead.Next.CONFIRM || world.mutation == Mutation.READ_DIRTY) {
            authority(
                World.token(key),
                holds -> node.later(aMoment(), () -> decide(read, holds, pair, key, until, told)));
          } else if (next == MemberRead.Next.QUEUE) {
            request(key, Action.get(), new Request.Read(), until, told);
          } else {
            told.accept(new Answer.Again());
          }
        });
  }

  private void decide(
      MemberRead read,
      boolean holds,
      @Nullable Pair pair,
      Key key,
      long until,
      Consumer<Answer> told) {
    MemberRead.Next next = read.decided(holds, node.serving());
    if (world.mutation == Mutation.READ_WITHOUT_STANDING && holds) {
      next = MemberRead.Next.TELL;
    }
    switch (next) {
      case TELL -> told.accept(seen(pair));
      case AGAIN -> read(key, until, told);
      default -> told.accept(new Answer.Again());
    }
  }

  private static Answer seen(@Nullable Pair pair) {
    return pair == null || pair.value() == null
        ? Answer.missing()
        : Answer.found(World.number(pair), pair.version());
  }

  private void write(Key key, Action action, long until, Consumer<Answer> told) {
    Serving.Standing standing = node.serving().standing(World.token(key));
    if (standing == null || standing.role() == Serving.Role.NONE || node.disk.isFull()) {
      told.accept(new Answer.Again());
      return;
    }
    request(key, action, wish(action), until, told);
  }

  private static Request.Action wish(Action action) {
    return switch (action) {
      case Action.Get() -> new Request.Read();
      case Action.Put(var value, Condition.Always()) -> new Request.Store(value(value), 0);
      case Action.Put(var value, var condition) ->
          new Request.Decide(
              pair ->
                  allows(condition, pair)
                      ? new Request.Write(value(value), 0)
                      : new Request.Refuse());
      case Action.Delete(var condition) ->
          new Request.Decide(
              pair ->
                  pair != null && !pair.isTombstone() && allows(condition, pair)
                      ? new Request.Write(null, 0)
                      : new Request.Refuse());
    };
  }

  private static Value value(long number) {
    return Value.of(World.bytes(number), Value.BINARY);
  }

  private static boolean allows(Condition condition, @Nullable Pair pair) {
    Pair live = pair == null || pair.isTombstone() ? null : pair;
    return switch (condition) {
      case Condition.Always() -> true;
      case Condition.IfAbsent() -> live == null;
      case Condition.IfPresent() -> live != null;
      case Condition.IfVersion(var version) -> live != null && live.version().equals(version);
    };
  }

  private void request(
      Key key, Action action, Request.Action wish, long until, Consumer<Answer> told) {
    long request =
        node.submit(
            wish,
            key,
            result -> {
              switch (result) {
                case Result.Committed(var pair) ->
                    told.accept(
                        new Answer.Final(
                            pair.isTombstone()
                                ? new dev.rondel.testbed.history.Outcome.Deleted()
                                : new dev.rondel.testbed.history.Outcome.Stored(pair.version())));
                case Result.Seen(var pair, var chainEpoch, var refused) ->
                    authority(
                        World.token(key),
                        holds -> {
                          if (!node.serving().serves(World.token(key), chainEpoch)) {
                            request(key, action, wish, until, told);
                          } else {
                            told.accept(holds ? told(action, pair, refused) : new Answer.Again());
                          }
                        });
                case Result.Moved _,
                    Result.Overloaded _,
                    Result.Unreadable _,
                    Result.Full _,
                    Result.Cancelled _ ->
                    told.accept(new Answer.Again());
                case Result.Unfinished _ ->
                    told.accept(
                        world.mutation == Mutation.UNKNOWN_RETRIED
                            ? Answer.notApplied()
                            : Answer.unknown());
              }
            });
    node.later(until - world.agenda.now(), () -> node.cancel(request, key));
  }

  private static Answer told(Action action, @Nullable Pair pair, boolean refused) {
    Answer seen = seen(pair);
    if (!refused) {
      return seen;
    }
    if (action instanceof Action.Delete(Condition.Always())) {
      return Answer.missing();
    }
    return Answer.failed(pair == null || pair.isTombstone() ? null : pair.version());
  }

  // ---- authority --------------------------------------------------------------------------------

  /** By the lease, or because every other member of the line confirms the chain epoch. */
  private void authority(Token token, Consumer<Boolean> told) {
    if (lease.isValid() || world.mutation == Mutation.NO_LEASE) {
      told.accept(true);
      return;
    }
    View view = node.view();
    int index = view.indexOf(token);
    if (index < 0) {
      told.accept(false);
      return;
    }
    Range range = view.ranges().get(index);
    List<NodeId> others = range.line().stream().filter(member -> !member.equals(node.id)).toList();
    confirm(new Question.Confirm(view.arc(index), range.chainEpoch()), others, told);
  }

  private void confirm(Question question, List<NodeId> others, Consumer<Boolean> told) {
    boolean silenceIsYes = world.mutation == Mutation.NO_CONFIRMATION;
    if (others.isEmpty() || silenceIsYes) {
      told.accept(true);
      return;
    }
    var count = new int[] {others.size()};
    var over = new boolean[1];
    for (NodeId other : others) {
      Consumer<@Nullable Reply> one =
          reply -> {
            boolean same = reply instanceof Reply.Confirmed(var yes) && yes;
            if (!over[0] && (!same || --count[0] == 0)) {
              over[0] = true;
              told.accept(same);
            }
          };
      if (!node.links().ask(other, question, CONFIRMATION, one)) {
        one.accept(null);
      }
    }
  }
}
