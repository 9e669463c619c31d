package dev.rondel.testbed.chaos.gaps;

import java.time.Duration;

/** What is done to a node whose ranges are watched, and what it may cost them. */
public enum Strike {
  KILL("kill -9", Duration.ofSeconds(1)),
  PAUSE("pause", Duration.ofSeconds(4)),
  CUT("cut off", Duration.ofSeconds(4));

  /** Until all ranges of a node are served again without it. */
  static final Duration REPAIR_BUDGET = Duration.ofSeconds(6);

  /** The longest time for which a key that nobody is writing may not be read. */
  static final Duration REST_BUDGET = Duration.ofSeconds(2);

  private final String words;
  private final Duration writeBudget;

  Strike(String words, Duration writeBudget) {
    this.words = words;
    this.writeBudget = writeBudget;
  }

  String words() {
    return words;
  }

  /** The longest time for which a key of its ranges may not be written. */
  Duration writeBudget() {
    return writeBudget;
  }
}
