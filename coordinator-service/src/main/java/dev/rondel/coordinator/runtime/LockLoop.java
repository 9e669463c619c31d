package dev.rondel.coordinator.runtime;

import dev.rondel.coordinator.lock.LockAnswer;
import dev.rondel.coordinator.lock.LockClient;
import dev.rondel.coordinator.lock.LockLimits;
import dev.rondel.coordinator.lock.LockName;
import dev.rondel.coordinator.lock.LockOutcome;
import dev.rondel.coordinator.lock.LockStatus;
import dev.rondel.coordinator.lock.LockTable;
import dev.rondel.coordinator.lock.LockWish;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the {@link LockTable}. Events that wait together are saved together, and
 * answered only then: nobody is told of a grant that is not durable. It is apart from the {@link
 * CoordinatorLoop}, so that many locks cost the ring nothing.
 */
public final class LockLoop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LockLoop.class);

  private static final int QUEUE_LENGTH = 8192;
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Duration RETRY_SAVE = Duration.ofMillis(500);

  private final LockTable table;
  private final LockStore store;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(QUEUE_LENGTH);
  private final Map<Long, CompletableFuture<LockOutcome>> asked = new ConcurrentHashMap<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private final AtomicLong requests = new AtomicLong();
  private final Thread thread = Thread.ofPlatform().name("locks").unstarted(this::run);
  private volatile boolean running;

  public LockLoop(LockLimits limits, LockStore store) throws IOException {
    this.table = new LockTable(limits, store.load(), System.nanoTime());
    this.store = store;
  }

  public void start() {
    running = true;
    thread.start();
  }

  /** A request that is under way; its number is for {@link #gone}. */
  public record Asked(long request, LockName name, CompletableFuture<LockOutcome> outcome) {}

  public Asked acquire(LockWish wish) {
    return ask(wish.name(), (request, now) -> table.acquire(request, wish, now));
  }

  /** A ttl that is not given stays what it was. */
  public Asked renew(LockName name, LockClient client, @Nullable Duration ttl) {
    return ask(name, (request, now) -> table.renew(request, name, client, ttl, now));
  }

  public Asked release(LockName name, LockClient client) {
    return ask(name, (request, now) -> table.release(request, name, client, now));
  }

  /** Nobody is there any more to hear the outcome. */
  public void gone(Asked asked) {
    this.asked.remove(asked.request());
    post(now -> table.gone(asked.request(), asked.name(), now));
  }

  /** Gives up a client's place in the queue; whether it had one. */
  public CompletableFuture<Boolean> leave(LockName name, LockClient client) {
    var had = new CompletableFuture<Boolean>();
    post(
        now -> {
          boolean left = table.leave(name, client, now);
          afterwards.add(() -> had.complete(left));
        });
    return had;
  }

  public CompletableFuture<List<LockStatus>> all() {
    var all = new CompletableFuture<List<LockStatus>>();
    post(
        now -> {
          List<LockStatus> locks = table.all(now);
          afterwards.add(() -> all.complete(locks));
        });
    return all;
  }

  private Asked ask(LockName name, Question question) {
    long request = requests.incrementAndGet();
    var outcome = new CompletableFuture<LockOutcome>();
    asked.put(request, outcome);
    if (running) {
      post(now -> question.ask(request, now));
    } else {
      outcome.cancel(false);
    }
    return new Asked(request, name, outcome);
  }

  private void post(Event event) {
    try {
      events.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the locks were busy", e);
    }
  }

  private void run() {
    var batch = new ArrayList<Event>();
    while (running) {
      try {
        Event first = events.poll(TICK, TimeUnit.NANOSECONDS);
        if (first != null) {
          batch.add(first);
          events.drainTo(batch);
        }
        long now = System.nanoTime();
        table.tick(now);
        batch.forEach(event -> event.apply(now));
        batch.clear();
        if (!table.takeChanged() || save()) {
          table.takeAnswers().forEach(this::tell);
          afterwards.forEach(Runnable::run);
          afterwards.clear();
        }
      } catch (InterruptedException e) {
        running = false;
      } catch (RuntimeException bug) {
        log.error("the locks go on after an error that should not be", bug);
        batch.clear();
      }
    }
  }

  private void tell(LockAnswer answer) {
    CompletableFuture<LockOutcome> outcome = asked.remove(answer.request());
    if (outcome != null) {
      outcome.complete(answer.outcome());
    }
  }

  /** False where the loop ends before it could be saved. */
  private boolean save() throws InterruptedException {
    while (running) {
      try {
        store.save(table.stored());
        return true;
      } catch (IOException | RuntimeException e) {
        log.error("the locks cannot be saved, so nobody gets one; trying again: {}", e.toString());
        Thread.sleep(RETRY_SAVE);
      }
    }
    return false;
  }

  /** Ends the loop after what it is at; whoever waits for a lock is sent away. */
  @Override
  public void close() {
    running = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    asked.values().forEach(outcome -> outcome.cancel(false));
  }

  /** Something that happened. */
  private interface Event {
    void apply(long now);
  }

  /** Something that is asked of the table. */
  private interface Question {
    void ask(long request, long now);
  }
}
