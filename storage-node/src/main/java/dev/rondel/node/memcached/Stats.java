package dev.rondel.node.memcached;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What this door has done since the node started. */
final class Stats {

  final LongAdder gets = new LongAdder();
  final LongAdder sets = new LongAdder();
  final LongAdder touches = new LongAdder();
  final LongAdder flushes = new LongAdder();
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();

  void looked(boolean found) {
    gets.increment();
    (found ? hits : misses).increment();
  }

  void reset() {
    for (LongAdder counter : new LongAdder[] {gets, sets, touches, flushes, hits, misses}) {
      counter.reset();
    }
  }

  /** By memcached's names, of which these are the ones that mean something here. */
  Map<String, Object> general(long now, int connections) {
    var all = new LinkedHashMap<String, Object>();
    all.put("pid", ProcessHandle.current().pid());
    all.put(
        "uptime",
        TimeUnit.MILLISECONDS.toSeconds(ManagementFactory.getRuntimeMXBean().getUptime()));
    all.put("time", TimeUnit.MILLISECONDS.toSeconds(now));
    all.put("version", Commands.VERSION);
    all.put("pointer_size", 64);
    all.put("curr_connections", connections);
    all.put("cmd_get", gets.sum());
    all.put("cmd_set", sets.sum());
    all.put("cmd_flush", flushes.sum());
    all.put("cmd_touch", touches.sum());
    all.put("get_hits", hits.sum());
    all.put("get_misses", misses.sum());
    return all;
  }
}
