package dev.rondel.testbed.verify;

/** How strictly a cluster is judged. */
public enum Expectation {
  /** Every range has all its replicas. */
  WHOLE,
  /** A node is down: a range may be short of a replica, but no value may be missing or wrong. */
  DEGRADED
}
