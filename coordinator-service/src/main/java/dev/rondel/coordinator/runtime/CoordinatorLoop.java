package dev.rondel.coordinator.runtime;

import dev.rondel.coordinator.core.Command;
import dev.rondel.coordinator.core.CoordinatorCore;
import dev.rondel.coordinator.core.CopyRate;
import dev.rondel.coordinator.core.CoreSettings;
import dev.rondel.coordinator.membership.Heartbeat;
import dev.rondel.coordinator.membership.Hello;
import dev.rondel.ring.NodeId;
import dev.rondel.view.View;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the {@link CoordinatorCore}: it takes events from a bounded queue, lets
 * the time pass, plans, and carries out commands in their order. A view is saved before any command
 * after it is looked at, so nobody sees a view that is not durable. While saving fails, nothing
 * else happens: no view, no lease, until the disk is back.
 */
public final class CoordinatorLoop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CoordinatorLoop.class);

  private static final int QUEUE_LENGTH = 8192;
  private static final int LOG_LENGTH = 500;
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);

  /** Events that come within this time make one view. */
  private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long RETRY_SAVE_MILLIS = 500;

  private final CoordinatorCore core;
  private final RingStore store;
  private final Clock clock;
  private final SnapshotBoard board;
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(QUEUE_LENGTH);
  private final Map<Long, SessionSink> sessions = new HashMap<>();
  private final Deque<LogEntry> entries = new ArrayDeque<>();
  private final CopyRate rate = new CopyRate(System.nanoTime());
  private final AtomicLong sessionNumbers = new AtomicLong();
  private final AtomicLong viewsPublished = new AtomicLong();
  private final AtomicLong nanosSaving = new AtomicLong();
  private final Thread thread = Thread.ofPlatform().name("coordinator").unstarted(this::run);
  private volatile boolean running;
  private volatile boolean storing = true;

  /** A loop that goes on from what is stored, or from {@code beginning} where nothing is. */
  public CoordinatorLoop(CoreSettings settings, View beginning, RingStore store, Clock clock)
      throws IOException {
    StoredRing stored = store.load().orElseGet(() -> new StoredRing(beginning, List.of()));
    this.core = new CoordinatorCore(settings, stored.view(), System.nanoTime());
    this.store = store;
    this.clock = clock;
    this.entries.addAll(stored.log());
    this.board = new SnapshotBoard(snapshot());
    if (!stored.view().epoch().equals(beginning.epoch())) {
      note(
          "the coordinator starts with view %s: %d members, %d ranges"
              .formatted(
                  stored.view().epoch(),
                  stored.view().members().size(),
                  stored.view().ranges().size()));
    }
  }

  public void start() {
    running = true;
    thread.start();
  }

  /** Whether the loop runs, and its last save has succeeded. */
  public boolean isReady() {
    return running && storing && thread.isAlive();
  }

  /** Views since the start. */
  public long viewsPublished() {
    return viewsPublished.get();
  }

  /** The time that making them durable took. */
  public long nanosSaving() {
    return nanosSaving.get();
  }

  public SnapshotBoard board() {
    return board;
  }

  // ---- for sessions -----------------------------------------------------------------------------

  /** Registers the way back of a session; the answer is its number. */
  public long open(SessionSink sink) {
    long number = sessionNumbers.incrementAndGet();
    post((_, _) -> sessions.put(number, sink));
    return number;
  }

  public void hello(long session, Hello hello) {
    post((state, now) -> state.hello(session, hello, now));
  }

  public void heartbeat(long session, NodeId node, Heartbeat heartbeat) {
    post((state, now) -> state.heartbeat(session, node, heartbeat, now));
  }

  /** The session is over; {@code node} is null where it never said hello. */
  public void closed(long session, @Nullable NodeId node) {
    post(
        (state, now) -> {
          sessions.remove(session);
          if (node != null) {
            state.disconnected(session, node, now);
          }
        });
  }

  // ---- for operators ----------------------------------------------------------------------------

  /** Runs a wish in the loop; when the answer is there, the snapshot on the board knows of it. */
  public <T> CompletableFuture<T> ask(Function<CoordinatorCore, T> question) {
    var answer = new CompletableFuture<T>();
    post(
        (state, _) -> {
          T result = question.apply(state);
          board.show(snapshot());
          answer.complete(result);
        });
    return answer;
  }

  private void post(Event event) {
    try {
      events.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the coordinator was busy", e);
    }
  }

  // ---- the loop ---------------------------------------------------------------------------------

  private void run() {
    long nextTick = System.nanoTime();
    long planAt = nextTick;
    boolean planned = true;
    var batch = new ArrayList<Event>();
    while (running) {
      try {
        long now = System.nanoTime();
        long wakeAt = planned ? nextTick : Math.min(nextTick, planAt);
        gather(batch, wakeAt - now);
        now = System.nanoTime();
        for (Event event : batch) {
          event.apply(core, now);
        }
        batch.clear();
        if (now - nextTick >= 0) {
          core.tick(now);
          nextTick = now + TICK;
          rate.tick(core.heartbeats(), now);
          board.show(snapshot());
        }
        if (planned && core.wantsPlan()) {
          planned = false;
          planAt = now + GATHER;
        }
        if (!planned && now - planAt >= 0) {
          core.plan();
          planned = true;
        }
        carryOut(core.takeCommands());
      } catch (InterruptedException e) {
        running = false;
      } catch (RuntimeException bug) {
        log.error("the coordinator goes on after an error that should not be", bug);
        batch.clear();
      }
    }
  }

  private void gather(List<Event> batch, long nanos) throws InterruptedException {
    Event first = nanos > 0 ? events.poll(nanos, TimeUnit.NANOSECONDS) : events.poll();
    if (first != null) {
      batch.add(first);
      events.drainTo(batch);
    }
  }

  private void carryOut(List<Command> commands) throws InterruptedException {
    for (Command command : commands) {
      if (command instanceof Command.Publish publish) {
        publish(publish);
      } else {
        tryTo(command);
      }
    }
  }

  /** One session that cannot be told something does not keep the others from being told. */
  private void tryTo(Command command) {
    try {
      carryOut(command);
    } catch (RuntimeException broken) {
      log.warn("{} failed", command, broken);
    }
  }

  private void carryOut(Command command) {
    switch (command) {
      case Command.Publish publish ->
          throw new IllegalArgumentException("out of order: " + publish);
      case Command.Note(String text) -> note(text);
      case Command.SendView(long session, View view) -> sink(session).view(view);
      case Command.SendLease(long session, long number, long epoch) ->
          sink(session).lease(number, epoch);
      case Command.Refuse(long session, String code, String message) -> {
        noteUnlessLast("refused a session: " + message);
        sink(session).refuse(code, message);
      }
      case Command.End(long session) -> sink(session).end();
      case Command.Probe(NodeId node, long incarnation, String address) ->
          probe(node, incarnation, address);
    }
  }

  private void publish(Command.Publish publish) throws InterruptedException {
    publish.notes().forEach(text -> note("view %s: %s".formatted(publish.view().epoch(), text)));
    var ring = new StoredRing(publish.view(), List.copyOf(entries));
    while (!save(ring)) {
      if (!running) {
        throw new InterruptedException("the coordinator ends, and a view is not saved");
      }
      Thread.sleep(RETRY_SAVE_MILLIS);
    }
    board.show(snapshot());
  }

  private boolean save(StoredRing ring) {
    long began = System.nanoTime();
    try {
      store.save(ring);
      storing = true;
      nanosSaving.addAndGet(System.nanoTime() - began);
      viewsPublished.incrementAndGet();
    } catch (IOException | RuntimeException e) {
      storing = false;
      log.error(
          "view {} cannot be saved, so nobody gets it; trying again: {}",
          ring.view().epoch(),
          e.toString());
    }
    return storing;
  }

  private void probe(NodeId node, long incarnation, String address) {
    Thread.ofVirtual()
        .name("probe-" + node)
        .start(
            () -> {
              if (Prober.refuses(address)) {
                post((state, now) -> state.refused(node, incarnation));
              }
            });
  }

  /** Whoever is refused tries again, several times a second. */
  private void noteUnlessLast(String text) {
    if (entries.isEmpty() || !entries.getLast().text().equals(text)) {
      note(text);
    }
  }

  private void note(String text) {
    log.info(text);
    entries.addLast(new LogEntry(clock.instant(), core.view().epoch().value(), text));
    if (entries.size() > LOG_LENGTH) {
      entries.removeFirst();
    }
  }

  private Snapshot snapshot() {
    return new Snapshot(
        core.view(),
        core.target(),
        core.heartbeats(),
        rate.keysPerSecond(),
        rate.bytesPerSecond(),
        List.copyOf(entries));
  }

  private SessionSink sink(long session) {
    return sessions.getOrDefault(session, Gone.SINK);
  }

  /**
   * Ends the loop after what it is at; whoever waits for the ring is sent away. The thread is not
   * interrupted: that would close the file that it may be writing.
   */
  @Override
  public void close() throws IOException {
    running = false;
    board.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }

  /** Something that happened, told to the core at a time that the loop gives. */
  private interface Event {
    void apply(CoordinatorCore core, long now);
  }

  /** The way to a session that has ended meanwhile. */
  private enum Gone implements SessionSink {
    SINK;

    @Override
    public void view(View view) {}

    @Override
    public void lease(long number, long epoch) {}

    @Override
    public void refuse(String code, String message) {}

    @Override
    public void end() {}
  }
}
