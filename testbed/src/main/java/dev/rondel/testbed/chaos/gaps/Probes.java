package dev.rondel.testbed.chaos.gaps;

import dev.rondel.testbed.history.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is asked of each range all the time: one key is written and read, another only read. A read
 * of a key with a write under way waits for it, and with it for the failed node; one of a key at
 * rest need not.
 */
final class Probes implements AutoCloseable {

  private final List<Probe> writes = new ArrayList<>();
  private final List<Probe> reads = new ArrayList<>();
  private final List<Probe> readsAtRest = new ArrayList<>();

  /**
   * The keys of a range.
   *
   * @param written is written and read
   * @param atRest is only read
   */
  record Keys(String written, String atRest) {}

  /**
   * @param values gives each write of a key its own value
   */
  Probes(List<Keys> keys, Probe.Caller caller, AtomicLong values) {
    for (Keys pair : keys) {
      writes.add(new Probe(pair.written(), () -> Action.put(values.incrementAndGet()), caller));
      reads.add(new Probe(pair.written(), Action::get, caller));
      readsAtRest.add(new Probe(pair.atRest(), Action::get, caller));
    }
  }

  private List<Probe> all() {
    var all = new ArrayList<>(writes);
    all.addAll(reads);
    all.addAll(readsAtRest);
    return all;
  }

  /** Measures from now on. */
  void begin() {
    all().forEach(Probe::begin);
  }

  /** Whether each was served so often since the beginning. */
  boolean haveAnswers(int each) {
    return all().stream().allMatch(probe -> probe.hasAnswers(each));
  }

  Measurement.Gaps gaps() {
    return new Measurement.Gaps(worst(writes), worst(reads), worst(readsAtRest));
  }

  private static Duration worst(List<Probe> probes) {
    return probes.stream().map(Probe::gap).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    all().forEach(Probe::close);
  }
}
