package dev.rondel.testbed.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Many seeds, on all cores; each is a simulation of its own. May be ended early. */
public final class Seeds {

  private final SimulationSettings settings;
  private final Mutation mutation;
  private final long first;
  private final int count;
  private final int mostFailures;
  private final AtomicLong next = new AtomicLong();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<SeedResult> failed = new ArrayList<>();
  private Total total = Total.NONE;

  /**
   * @param first the lowest seed
   * @param mostFailures after so many no new seed is begun
   */
  public Seeds(
      SimulationSettings settings, Mutation mutation, long first, int count, int mostFailures) {
    this.settings = settings;
    this.mutation = mutation;
    this.first = first;
    this.count = count;
    this.mostFailures = mostFailures;
  }

  /**
   * All seeds together.
   *
   * @param hash of the hashes of all seeds, in any order
   */
  public record Total(
      int seeds,
      long hash,
      long operations,
      long events,
      long simulatedNanos,
      Map<Fault.Kind, Integer> faults) {

    private static final Total NONE = new Total(0, 0, 0, 0, 0, Map.of());

    public Total {
      faults = faults.isEmpty() ? Map.of() : new EnumMap<>(faults);
    }

    private Total and(SeedResult result) {
      var kinds = new EnumMap<Fault.Kind, Integer>(Fault.Kind.class);
      kinds.putAll(faults);
      result.faults().forEach(fault -> kinds.merge(fault.kind(), 1, Integer::sum));
      return new Total(
          seeds + 1,
          hash ^ result.hash(),
          operations + result.operations(),
          events + result.events(),
          simulatedNanos + result.simulatedNanos(),
          kinds);
    }
  }

  /** Seeds that are done by now. */
  public int done() {
    return done.get();
  }

  /** Begins no new seed. */
  public void stop() {
    stopped.set(true);
  }

  /** Blocks until every seed is done, or enough have failed, or it was stopped. */
  public Total run(int threads) throws InterruptedException {
    var workers = new ArrayList<Thread>();
    for (int i = 0; i < threads; i++) {
      workers.add(Thread.ofPlatform().daemon().name("simulation-" + i).start(this::work));
    }
    try {
      for (Thread worker : workers) {
        worker.join();
      }
    } finally {
      stop();
    }
    return total();
  }

  private void work() {
    while (!stopped.get()) {
      long index = next.getAndIncrement();
      if (index >= count) {
        return;
      }
      take(SeedResult.of(first + index, settings, mutation));
    }
  }

  private synchronized void take(SeedResult result) {
    total = total.and(result);
    done.incrementAndGet();
    if (!result.isGood()) {
      failed.add(result);
      if (failed.size() >= mostFailures) {
        stop();
      }
    }
  }

  public synchronized Total total() {
    return total;
  }

  /** The results with a violation, by their seeds. */
  public synchronized List<SeedResult> failed() {
    return failed.stream().sorted(Comparator.comparingLong(SeedResult::seed)).toList();
  }
}
