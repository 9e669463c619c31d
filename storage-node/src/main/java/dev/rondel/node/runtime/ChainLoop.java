package dev.rondel.node.runtime;

import dev.rondel.node.chain.ChainReplica;
import dev.rondel.node.chain.Command;
import dev.rondel.node.chain.DirtyKeys;
import dev.rondel.node.chain.Request;
import dev.rondel.node.chain.Result;
import dev.rondel.node.chain.Serving;
import dev.rondel.node.peer.FrameCodec;
import dev.rondel.node.peer.Peers;
import dev.rondel.node.store.PairStore;
import dev.rondel.node.store.StoreException;
import dev.rondel.pair.Key;
import dev.rondel.ring.Token;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the chain core: it takes what happened from a queue, tells the core, and
 * carries out what the core wants done. Everything else talks to the core through here.
 */
final class ChainLoop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ChainLoop.class);
  private static final int BATCH = 512;
  private static final long TICK_MILLIS = 100;
  private static final long DISK_MILLIS = 100;
  private static final long CLOSE_MILLIS = 5_000;
  private static final long HANG_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final Result STOPPING = new Result.Unfinished("this node is stopping");

  private final ChainReplica core;
  private final PairStore store;
  private final LinkedBlockingQueue<Consumer<ChainReplica>> events = new LinkedBlockingQueue<>();
  private final Map<Long, CompletableFuture<Result>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong requestIds = new AtomicLong();
  private final ExecutorService reads =
      Executors.newFixedThreadPool(
          2, Thread.ofPlatform().daemon().name("chain-reads-", 0).factory());
  private final Map<Long, CompletableFuture<Void>> storing = new ConcurrentHashMap<>();
  private final Object changes = new Object();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("chain-loop").unstarted(this::run);

  private long changeNumbers;
  private volatile long diskAnswered;
  private volatile Serving seen;
  private volatile boolean closed;
  private Peers peers = new NoPeers();
  private Consumer<ChainReplica> onChange = core -> {};
  private Consumer<StoreException> onStoreFailure = failure -> {};

  ChainLoop(ChainReplica core, PairStore store) {
    this.core = core;
    this.store = store;
    this.seen = core.serving();
  }

  /**
   * @param onChange called on the loop's thread after the view or a standing changed
   * @param onStoreFailure called when the store has failed for good
   */
  void start(
      Peers links, Consumer<ChainReplica> onChange, Consumer<StoreException> onStoreFailure) {
    this.peers = links;
    this.onChange = onChange;
    this.onStoreFailure = onStoreFailure;
    thread.start();
  }

  Serving serving() {
    return core.serving();
  }

  DirtyKeys dirty() {
    return core.dirty();
  }

  void post(Consumer<ChainReplica> event) {
    events.add(event);
  }

  /**
   * Hands a request to the core; the future always completes, at the latest after {@link #cancel}.
   */
  Ticket submit(Token token, Key key, Request.Action action) {
    long id = requestIds.incrementAndGet();
    var future = new CompletableFuture<Result>();
    waiting.put(id, future);
    post(replica -> replica.submit(new Request(id, token, key, action)));
    if (closed) {
      answer(id, STOPPING);
    }
    return new Ticket(id, token, future);
  }

  void cancel(Ticket ticket) {
    post(replica -> replica.cancel(ticket.id(), ticket.token()));
  }

  /** Nobody waits for the request any more. */
  void forget(Ticket ticket) {
    waiting.remove(ticket.id());
  }

  /** A request under way. */
  record Ticket(long id, Token token, CompletableFuture<Result> result) {}

  /**
   * Waits until the view or a standing is no longer what {@code known} says, or the time has come.
   */
  void awaitChange(Serving known, long untilNanos) throws InterruptedException {
    synchronized (changes) {
      long left = untilNanos - System.nanoTime();
      while (core.serving() == known && left > 0 && !closed) {
        changes.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        left = untilNanos - System.nanoTime();
      }
    }
  }

  private void run() {
    var batch = new ArrayList<Consumer<ChainReplica>>(BATCH);
    long nextTick = System.nanoTime();
    while (!closed) {
      try {
        long wait = nextTick - System.nanoTime();
        Consumer<ChainReplica> first =
            wait > 0 ? events.poll(wait, TimeUnit.NANOSECONDS) : events.poll();
        if (first != null) {
          batch.add(first);
          events.drainTo(batch, BATCH - 1);
        }
        if (System.nanoTime() - nextTick >= 0) {
          nextTick = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
          batch.add(ChainReplica::onTick);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      for (Consumer<ChainReplica> event : batch) {
        handle(event);
      }
      batch.clear();
      core.take().forEach(this::tryToCarryOut);
      tellChange();
    }
  }

  private void handle(Consumer<ChainReplica> event) {
    try {
      event.accept(core);
    } catch (RuntimeException e) {
      log.error("the chain could not handle an event", e);
    }
  }

  private void tellChange() {
    if (core.serving() != seen) {
      seen = core.serving();
      synchronized (changes) {
        changes.notifyAll();
      }
      handle(onChange);
    }
  }

  /**
   * Whatever goes wrong with one command, those after it are carried out: without the loop the node
   * is dead.
   */
  private void tryToCarryOut(Command command) {
    try {
      carryOut(command);
    } catch (RuntimeException e) {
      if (!closed) {
        log.error("the chain could not carry out a command", e);
      }
    }
  }

  private void carryOut(Command command) {
    switch (command) {
      case Command.Send(var to, var message) -> peers.send(to, FrameCodec.encode(message));
      case Command.Append append -> append(append);
      case Command.Erase(var token, var key, var version) -> {
        var _ = store(new PairStore.Change.Erase(token, key, version));
      }
      case Command.Read read -> reads.execute(() -> read(read));
      case Command.Reply(var id, var result) -> answer(id, result);
    }
  }

  private void answer(long id, Result result) {
    var future = waiting.remove(id);
    if (future != null) {
      future.complete(result);
    }
  }

  private void append(Command.Append append) {
    Key key = append.pair().key();
    var version = append.pair().version();
    var _ =
        store(new PairStore.Change.Put(append.token(), append.pair()))
            .whenComplete(
                (done, error) -> {
                  if (error == null) {
                    post(replica -> replica.onAppended(append.token(), key, version));
                  } else {
                    post(replica -> replica.onAppendFailed(append.token(), key, version));
                    tellFailure(error);
                  }
                });
  }

  /** Hands a change to the store. On the loop's thread, so that it keeps its place. */
  CompletableFuture<Void> store(PairStore.Change change) {
    if (storing.isEmpty()) {
      diskAnswered = System.nanoTime();
    }
    CompletableFuture<Void> stored = tryToAppend(change);
    long number = ++changeNumbers;
    storing.put(number, stored);
    var _ =
        stored.whenComplete(
            (done, error) -> {
              diskAnswered = System.nanoTime();
              storing.remove(number);
            });
    return stored;
  }

  /** Whether the store has been given changes, and has not answered to any for seconds. */
  boolean diskHangs() {
    return !storing.isEmpty() && System.nanoTime() - diskAnswered > HANG_NANOS;
  }

  /**
   * Waits until each change that was handed to the store before this call is there, or has failed:
   * until then the store shows what was before. False where this node is stopping.
   */
  boolean awaitStored() throws InterruptedException {
    var before = new CompletableFuture<CompletableFuture<Void>>();
    post(
        core ->
            before.complete(
                CompletableFuture.allOf(storing.values().toArray(CompletableFuture[]::new))));
    var end = before.thenCompose(all -> all);
    while (!closed) {
      try {
        end.get(DISK_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException slow) {
        // The disk may take its time.
      } catch (ExecutionException failed) {
        return true;
      }
    }
    return false;
  }

  private CompletableFuture<Void> tryToAppend(PairStore.Change change) {
    try {
      return store.append(change);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void tellFailure(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof StoreException failure && failure.kind() == StoreException.Kind.FAILED) {
      onStoreFailure.accept(failure);
    }
  }

  private void read(Command.Read read) {
    try {
      var pair = store.get(read.token(), read.key());
      post(replica -> replica.onRead(read.request(), read.token(), pair));
    } catch (RuntimeException e) {
      log.error("cannot read the pair of key {}", read.key(), e);
      post(replica -> replica.onReadFailed(read.request(), read.token()));
    }
  }

  /** Ends the thread, then every request that is still under way; their fate is not known. */
  @Override
  public void close() {
    closed = true;
    post(replica -> {});
    synchronized (changes) {
      changes.notifyAll();
    }
    reads.shutdown();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    waiting.keySet().forEach(id -> answer(id, STOPPING));
  }

  /** Before the links are there. */
  private static final class NoPeers implements Peers {
    @Override
    public boolean send(dev.rondel.ring.NodeId to, dev.rondel.proto.Frame frame) {
      return false;
    }

    @Override
    public boolean hears(dev.rondel.ring.NodeId peer) {
      return false;
    }

    @Override
    public void follow(dev.rondel.view.View view) {}

    @Override
    public void close() {}
  }
}
