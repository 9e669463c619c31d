package dev.rondel.testbed.scenario;

/** What happens to the cluster while it is written and read. */
public enum Scenario {
  /** A node joins; then it leaves again. */
  GROW,
  /** A node leaves; then another joins in its place. */
  SHRINK,
  /** A node is killed, and comes back with its data. */
  FAIL
}
