package dev.rondel.node.runtime;

import dev.rondel.node.chain.MemberRead;
import dev.rondel.node.chain.Request;
import dev.rondel.node.chain.Result;
import dev.rondel.node.chain.Serving;
import dev.rondel.node.chain.Serving.Role;
import dev.rondel.node.runtime.Gateway.Condition;
import dev.rondel.node.runtime.Gateway.Operation;
import dev.rondel.node.store.PairStore;
import dev.rondel.node.store.StoreException;
import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.ring.Token;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Operations on the ranges that this node serves itself. Reads: at any member, checked after the
 * value was read, see {@link Serving}; a dirty key is read at the head, behind the write. Writes:
 * at the head.
 */
final class LocalTable {

  private static final long CANCEL_MILLIS = 2_000;

  private final ChainLoop loop;
  private final PairStore store;
  private final Authority authority;
  private final LongSupplier clock;

  /**
   * @param clock epoch milliseconds, for expiry
   */
  LocalTable(ChainLoop loop, PairStore store, Authority authority, LongSupplier clock) {
    this.loop = loop;
    this.store = store;
    this.authority = authority;
    this.clock = clock;
  }

  Answer execute(Operation operation, Token token, long untilNanos) throws InterruptedException {
    return switch (operation) {
      case Operation.Get get -> read(get.key(), token, untilNanos);
      case Operation.Put _, Operation.Delete _ -> write(operation, token, untilNanos);
    };
  }

  // ---- reads ------------------------------------------------------------------------------------

  private Answer read(Key key, Token token, long untilNanos) throws InterruptedException {
    while (true) {
      Serving serving = loop.serving();
      var read = new MemberRead(serving, token, key);
      MemberRead.Next next = read.begin();
      Pair pair = null;
      if (next == MemberRead.Next.LOOK) {
        try {
          pair = store.get(token, key);
        } catch (StoreException damaged) {
          return new Answer.Unavailable(String.valueOf(damaged.getMessage()));
        }
        next = read.looked(loop.dirty());
      }
      if (next == MemberRead.Next.CONFIRM) {
        next = read.decided(authority.holds(token, untilNanos), loop.serving());
      }
      switch (next) {
        case ELSEWHERE -> {
          return new Answer.Moved();
        }
        case QUEUE -> {
          return request(key, token, new Request.Read(), untilNanos);
        }
        case TELL -> {
          return seen(pair);
        }
        case REFUSE -> {
          return new Answer.Unavailable("the other replicas do not answer");
        }
        case LATER -> {
          if (System.nanoTime() - untilNanos >= 0) {
            return new Answer.Unavailable("the range is being handed over");
          }
          loop.awaitChange(serving, untilNanos);
        }
        case AGAIN -> {}
        case LOOK, CONFIRM -> throw new IllegalStateException("a read that does not end: " + next);
      }
    }
  }

  private Answer seen(@Nullable Pair pair) {
    return pair != null && pair.isLive(clock.getAsLong())
        ? new Answer.Found(pair)
        : new Answer.Missing();
  }

  // ---- writes -----------------------------------------------------------------------------------

  private Answer write(Operation operation, Token token, long untilNanos)
      throws InterruptedException {
    var standing = loop.serving().standing(token);
    if (standing == null || standing.role() == Role.NONE || standing.role() == Role.LEARNER) {
      return new Answer.Moved();
    }
    PairStore.Health health = store.health();
    if (health != PairStore.Health.OK) {
      return new Answer.Full(
          health == PairStore.Health.FULL
              ? "the disk of this node has no room"
              : "the disk of this node has failed");
    }
    Answer answer = request(operation.key(), token, action(operation), untilNanos);
    return operation instanceof Operation.Delete && answer instanceof Answer.Stored(var version)
        ? new Answer.Deleted(version)
        : answer;
  }

  private Request.Action action(Operation operation) {
    return switch (operation) {
      case Operation.Get _ -> new Request.Read();
      case Operation.Put put when put.condition() instanceof Condition.Always ->
          new Request.Store(put.value(), put.expiresAt());
      case Operation.Put put ->
          new Request.Decide(
              pair ->
                  allows(put.condition(), pair)
                      ? new Request.Write(put.value(), put.expiresAt())
                      : new Request.Refuse());
      case Operation.Delete delete ->
          new Request.Decide(
              pair ->
                  pair != null && pair.isLive(clock.getAsLong()) && allows(delete.condition(), pair)
                      ? new Request.Write(null, 0)
                      : new Request.Refuse());
    };
  }

  private boolean allows(Condition condition, @Nullable Pair pair) {
    Pair live = pair != null && pair.isLive(clock.getAsLong()) ? pair : null;
    return switch (condition) {
      case Condition.Always() -> true;
      case Condition.IfAbsent() -> live == null;
      case Condition.IfPresent() -> live != null;
      case Condition.IfVersion(var version) -> live != null && live.version().equals(version);
    };
  }

  private Answer request(Key key, Token token, Request.Action action, long untilNanos)
      throws InterruptedException {
    while (true) {
      Result result = await(loop.submit(token, key, action), untilNanos);
      switch (result) {
        case Result.Committed(var pair) -> {
          return new Answer.Stored(pair.version());
        }
        case Result.Seen(var pair, var chainEpoch, var refused) -> {
          boolean holds = authority.holds(token, untilNanos);
          if (loop.serving().serves(token, chainEpoch)) {
            return holds
                ? told(pair, refused, action)
                : new Answer.Unavailable("the other replicas do not answer");
          }
        }
        case Result.Moved() -> {
          return new Answer.Moved();
        }
        case Result.Overloaded() -> {
          return new Answer.Unavailable("too much is under way");
        }
        case Result.Unreadable() -> {
          return new Answer.Unavailable("the pair is damaged on this node");
        }
        case Result.Full() -> {
          return new Answer.Full("a replica's disk has no room");
        }
        case Result.Cancelled() -> {
          return new Answer.Unavailable("the range was not open in time");
        }
        case Result.Unfinished(var why) -> {
          return new Answer.Unknown(why);
        }
      }
    }
  }

  private Answer told(@Nullable Pair pair, boolean refused, Request.Action action) {
    Answer seen = seen(pair);
    if (!refused) {
      return seen;
    }
    return seen instanceof Answer.Found(var current)
        ? new Answer.ConditionFailed(current.version())
        : action instanceof Request.Decide ? new Answer.ConditionFailed(null) : seen;
  }

  private Result await(ChainLoop.Ticket ticket, long untilNanos) throws InterruptedException {
    try {
      long left = Math.max(1, untilNanos - System.nanoTime());
      return ticket.result().get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      loop.cancel(ticket);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request failed", e);
    }
    try {
      return ticket.result().get(CANCEL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      loop.forget(ticket);
      return new Result.Unfinished("no answer from the chain");
    }
  }
}
