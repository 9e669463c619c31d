package dev.rondel.testbed.load;

import java.util.List;

/**
 * What a load saw.
 *
 * @param writes acknowledged, deletions included
 * @param unknown writes of unknown fate
 * @param refused writes that were not applied
 * @param reads answered
 * @param unanswered reads that nobody answered in time
 * @param unread reads at the end, of one key from one node, that nobody answered
 * @param writeGapMillis the longest time for which one key could not be written
 * @param readGapMillis the longest time for which one key could not be read
 * @param full the history had no more room, and the load ended early
 */
public record LoadResult(
    long writes,
    long unknown,
    long refused,
    long reads,
    long unanswered,
    long unread,
    double writeGapMillis,
    double readGapMillis,
    boolean full,
    List<Violation> violations) {

  public boolean isGood() {
    return violations.isEmpty() && unread == 0;
  }
}
