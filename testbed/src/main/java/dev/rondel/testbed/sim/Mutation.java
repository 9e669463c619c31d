package dev.rondel.testbed.sim;

/**
 * A safety rule that the simulation breaks on purpose, at the seams around the cores. The
 * simulation must find out: a rule whose absence it does not notice is unneeded or untested.
 */
public enum Mutation {
  /** Nothing is broken. */
  NONE("every rule holds"),
  NO_FENCE("a new head opens without asking the members of earlier lines to refuse them"),
  NO_LEASE("a member serves reads although its lease is over"),
  NO_CHAIN_EPOCH("messages of an older chain epoch are taken for those of the current one"),
  NO_CONFIRMATION("a member without a lease takes silence for a confirmation"),
  LEARNER_NOT_ASKED("a write is acknowledged before the learners have it"),
  TOMBSTONES_FORGOTTEN("a tombstone is dropped as soon as it is on this disk"),
  COPY_KEEPS_STRANGERS("a learner keeps pairs that the source of its copy does not have"),
  COPY_OVERWRITES("a learner's copy overwrites what came through the chain meanwhile"),
  COPY_BEFORE_ERASURES("a learner compares what it is about to erase with what the source has"),
  COPY_IS_ENOUGH("a learner says that it caught up while the chain's writes are not on its disk"),
  CAUGHT_UP_AT_ONCE("a learner says that it caught up before it has copied anything"),
  LAST_REPLICA_LEAVES("a range whose replicas are all down is given to others, empty"),
  ACKNOWLEDGE_BEFORE_SYNC("a member acknowledges what is not synced yet"),
  READ_DIRTY("a member tells a value whose write is not committed yet"),
  READ_WITHOUT_STANDING("a member does not look at its standing again after it has read"),
  UNFINISHED_DROPPED("a new head does not take over the unfinished writes of earlier lines"),
  VIEW_NOT_DURABLE("the coordinator forgets its last views when it is killed"),
  RESTART_UNNOTICED("a restarted node takes its old place without being a learner first"),
  OLD_CONNECTION_HEARD("what an older connection still carries is heard after a newer one began"),
  DOWN_TOO_EARLY("a silent node is marked down while its lease may still run"),
  OPEN_TOO_EARLY("a range counts as open before its head has opened it"),
  MENDED_WHILE_WRITTEN("a damaged pair is mended although it may be what is not committed yet"),
  UNKNOWN_RETRIED("a write of unknown fate is told as not applied");

  private final String text;

  Mutation(String text) {
    this.text = text;
  }

  /** What is broken, for people. */
  public String text() {
    return text;
  }
}
