package dev.rondel.testbed.chaos;

import dev.rondel.testbed.chaos.cluster.ChaosCluster;
import dev.rondel.testbed.chaos.plan.Fault;
import dev.rondel.testbed.chaos.timeline.Timeline;
import dev.rondel.testbed.history.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run has shown.
 *
 * @param planned how often each kind of trouble was to come
 * @param judged what the operations prove, the last reads of every key from every node among them
 * @param lastReads how many there were
 * @param unread those that nobody answered
 * @param toRest how long the cluster took to come to rest after the last trouble was undone
 * @param restless what was still missing when the time was over; empty where it came to rest
 * @param ended servers that ended by themselves
 */
record ChaosReport(
    long seed,
    Map<Fault, Long> planned,
    Timeline timeline,
    Verdict judged,
    int lastReads,
    List<String> unread,
    Duration toRest,
    List<String> restless,
    List<ChaosCluster.Ended> ended) {

  ChaosReport {
    planned = Map.copyOf(planned);
    unread = List.copyOf(unread);
    restless = List.copyOf(restless);
    ended = List.copyOf(ended);
  }

  /** All that is wrong, in words. */
  List<String> failures() {
    var failures = new ArrayList<String>();
    judged.wrong().forEach(wrong -> failures.add("WRONG " + wrong));
    judged.undecided().forEach(key -> failures.add("key " + key + ": too hard to judge"));
    unread.forEach(read -> failures.add("not readable at the end: " + read));
    if (!restless.isEmpty()) {
      failures.add(
          "the cluster did not come to rest in %d s: %s"
              .formatted(toRest.toSeconds(), String.join(", ", restless)));
    }
    ended.forEach(end -> failures.add(end.server() + " ended by itself; see " + end.log()));
    if (timeline.total().done() == 0) {
      failures.add("no operation was done at all");
    }
    planned.keySet().stream()
        .sorted()
        .filter(fault -> timeline.counts().getOrDefault(fault, 0) == 0)
        .map(
            fault ->
                "'%s' was to come %d times, and never did"
                    .formatted(fault.word(), planned.get(fault)))
        .forEach(failures::add);
    return failures;
  }

  boolean isGood() {
    return failures().isEmpty();
  }
}
