package dev.rondel.coordinator.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which lock, and who waits. Not safe for threads; one loop owns it. Time is in
 * nanoseconds of one monotonic clock. What it holds to:
 *
 * <ul>
 *   <li>A lock has at most one holder: the next gets it when the holder gave it back, or its lease
 *       has run out.
 *   <li>Every grant has a greater token than all grants before, of any lock, before a crash too.
 *   <li>Clients get a lock in the order in which they asked for it. Whoever has gone, or did not
 *       ask again in time, has lost its place.
 *   <li>A client that asks for what it holds gets the same token, and its lease begins anew.
 * </ul>
 *
 * A lease is no proof that its holder still lives by it, for clocks and messages may be late; the
 * token is (Kleppmann, How to do distributed locking, 2016).
 */
public final class LockTable {

  private final LockLimits limits;
  private final Map<LockName, Lock> locks = new TreeMap<>();
  private List<LockAnswer> answers = new ArrayList<>();
  private long lastToken;
  private int waiters;
  private boolean changed;

  /** Goes on from what is durable; every holder has its whole lease from now on. */
  public LockTable(LockLimits limits, StoredLocks stored, long now) {
    this.limits = limits;
    this.lastToken = stored.lastToken();
    for (LockGrant grant : stored.grants()) {
      lock(grant.name()).hold(grant, now, 0);
    }
  }

  /** The answer may come at once, or with a later event; {@code request} was never used before. */
  public void acquire(long request, LockWish wish, long now) {
    passTime(wish.name(), now);
    Lock lock = locks.get(wish.name());
    if (lock == null) {
      if (locks.size() >= limits.locks()) {
        answer(request, new LockOutcome.Full("there are %d locks already".formatted(locks.size())));
        return;
      }
      lock = lock(wish.name());
    }
    if (lock.isHeldBy(wish.client())) {
      renew(lock, wish.ttl(), request, now);
      answer(request, lock.granted(now));
    } else if (lock.mayTake(wish.client())) {
      Waiter own = lock.waiter(wish.client());
      if (own != null) {
        drop(lock, own);
      }
      grant(lock, wish.client(), wish.ttl(), request, now);
      answer(request, lock.granted(now));
    } else {
      await(lock, request, wish, now);
    }
  }

  private void await(Lock lock, long request, LockWish wish, long now) {
    Waiter waiter = lock.waiter(wish.client());
    boolean stays = !wish.patience().isZero() || !wish.keepPlace().isZero();
    if (waiter == null && stays) {
      if (waiters >= limits.waiters()) {
        answer(request, new LockOutcome.Full("%d clients wait already".formatted(waiters)));
        return;
      }
      waiter = new Waiter(wish, now);
      lock.queue.addLast(waiter);
      waiters++;
    }
    if (waiter == null || wish.patience().isZero()) {
      answer(request, lock.busy(wish.client(), now));
    } else {
      waiter.requests.put(request, now + wish.patience().toNanos());
    }
    if (waiter != null) {
      waiter.asksAgain(wish, now);
    }
  }

  /** A holder that wants to go on; a ttl that is not given stays what it was. */
  public void renew(
      long request, LockName name, LockClient client, @Nullable Duration ttl, long now) {
    LockGrant grant = heldBy(client, request, name, now);
    if (grant != null) {
      Lock lock = lock(name);
      renew(lock, ttl == null ? grant.ttl() : ttl, request, now);
      answer(request, lock.granted(now));
    }
  }

  public void release(long request, LockName name, LockClient client, long now) {
    LockGrant grant = heldBy(client, request, name, now);
    if (grant != null) {
      answer(request, new LockOutcome.Released(grant));
      free(lock(name), now);
    }
  }

  /** A client that waits no longer gives up its place; whether it had one is the answer. */
  public boolean leave(LockName name, LockClient client, long now) {
    passTime(name, now);
    Lock lock = locks.get(name);
    Waiter waiter = lock == null ? null : lock.waiter(client);
    if (lock == null || waiter == null) {
      return false;
    }
    drop(lock, waiter);
    settle(lock, now);
    return true;
  }

  /**
   * Nobody is there to hear the answer of this request: its place is given up, and what it was
   * granted is given back, unless the client has asked again since.
   */
  public void gone(long request, LockName name, long now) {
    Lock lock = locks.get(name);
    if (lock == null) {
      return;
    }
    if (lock.grantedTo == request) {
      free(lock, now);
      return;
    }
    for (Waiter waiter : List.copyOf(lock.queue)) {
      if (waiter.requests.remove(request) != null && waiter.requests.isEmpty()) {
        drop(lock, waiter);
      }
    }
    settle(lock, now);
  }

  /** Leases and patience run out. */
  public void tick(long now) {
    List.copyOf(locks.keySet()).forEach(name -> passTime(name, now));
  }

  /** Since the last time. They may be told once {@link #stored()} is durable. */
  public List<LockAnswer> takeAnswers() {
    List<LockAnswer> taken = answers;
    answers = new ArrayList<>();
    return taken;
  }

  /** Whether what has to be durable is another than the last time. */
  public boolean takeChanged() {
    boolean taken = changed;
    changed = false;
    return taken;
  }

  public StoredLocks stored() {
    var grants = new ArrayList<LockGrant>();
    for (Lock lock : locks.values()) {
      if (lock.grant != null) {
        grants.add(lock.grant);
      }
    }
    return new StoredLocks(lastToken, grants);
  }

  public List<LockStatus> all(long now) {
    return locks.values().stream().map(lock -> lock.status(now)).toList();
  }

  // ---- one lock ---------------------------------------------------------------------------------

  private Lock lock(LockName name) {
    return locks.computeIfAbsent(name, Lock::new);
  }

  /** What this client holds; null, and the request is refused, where it does not hold the lock. */
  private @Nullable LockGrant heldBy(LockClient client, long request, LockName name, long now) {
    passTime(name, now);
    Lock lock = locks.get(name);
    LockGrant grant = lock == null ? null : lock.grant;
    if (grant == null) {
      answer(request, new LockOutcome.NotHeld(name));
    } else if (!grant.client().equals(client)) {
      answer(request, new LockOutcome.NotHolder(name, grant.client()));
      return null;
    }
    return grant;
  }

  private void passTime(LockName name, long now) {
    Lock lock = locks.get(name);
    if (lock == null) {
      return;
    }
    for (Waiter waiter : List.copyOf(lock.queue)) {
      for (var request : Map.copyOf(waiter.requests).entrySet()) {
        if (request.getValue() - now <= 0) {
          waiter.requests.remove(request.getKey());
          answer(request.getKey(), lock.busy(waiter.client, now));
        }
      }
      if (waiter.requests.isEmpty() && waiter.keptUntil - now <= 0) {
        drop(lock, waiter);
      }
    }
    if (lock.grant != null && lock.expiresAt - now <= 0) {
      free(lock, now);
    } else {
      settle(lock, now);
    }
  }

  private void free(Lock lock, long now) {
    lock.grant = null;
    lock.grantedTo = 0;
    changed = true;
    settle(lock, now);
  }

  /** Gives a free lock to the first who waits, if that one can be told. */
  private void settle(Lock lock, long now) {
    if (lock.grant == null && !lock.queue.isEmpty()) {
      Waiter first = lock.queue.getFirst();
      if (!first.requests.isEmpty()) {
        List<Long> requests = first.requests.keySet().stream().sorted().toList();
        drop(lock, first);
        grant(lock, first.client, first.ttl, requests.getLast(), now);
        requests.forEach(request -> answer(request, lock.granted(now)));
      }
    }
    tidy(lock);
  }

  private void grant(Lock lock, LockClient client, Duration ttl, long request, long now) {
    lock.hold(new LockGrant(lock.name, client, ++lastToken, ttl), now, request);
    changed = true;
  }

  private void renew(Lock lock, Duration ttl, long request, long now) {
    LockGrant before = Objects.requireNonNull(lock.grant);
    var after = new LockGrant(before.name(), before.client(), before.token(), ttl);
    changed |= !after.equals(before);
    lock.hold(after, now, request);
  }

  private void drop(Lock lock, Waiter waiter) {
    lock.queue.remove(waiter);
    waiters--;
  }

  private void tidy(Lock lock) {
    if (lock.grant == null && lock.queue.isEmpty()) {
      locks.remove(lock.name);
    }
  }

  private void answer(long request, LockOutcome outcome) {
    answers.add(new LockAnswer(request, outcome));
  }
}
