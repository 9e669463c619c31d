package dev.rondel.node.chain;

import dev.rondel.pair.Key;
import dev.rondel.pair.Pair;
import dev.rondel.pair.Value;
import dev.rondel.pair.Version;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import org.jspecify.annotations.Nullable;

/** A write that this replica has received and does not know to be committed. */
final class PendingWrite {

  private static final long OBJECT_BYTES = 200;

  final Token token;
  final Pair pair;

  /** On this node's disk. */
  boolean durable;

  /** On the disk of everything below. */
  boolean below;

  /** From an earlier line, and not sent again in this one. */
  boolean carried;

  /**
   * On a learner that has copied the rest: without this write it has no state of the key at all.
   */
  boolean owed;

  /** This node's disk had no room; it is tried again. */
  boolean full;

  /** Ticks that it has been waiting. */
  int age;

  /** At the head that took it: who waits for the outcome. */
  @Nullable Long request;

  /** At a later head: the node that handed it over, which is told when it is committed. */
  @Nullable NodeId origin;

  PendingWrite(Token token, Pair pair) {
    this.token = token;
    this.pair = pair;
  }

  /** Names the write: two halves of a split range may give one version to two keys. */
  record Id(Version version, Key key) implements Comparable<Id> {
    @Override
    public int compareTo(Id other) {
      int order = version.compareTo(other.version);
      return order != 0 ? order : key.compareTo(other.key);
    }
  }

  Id id() {
    return new Id(version(), key());
  }

  Key key() {
    return pair.key();
  }

  Version version() {
    return pair.version();
  }

  /** About what it takes in memory. */
  long bytes() {
    Value value = pair.value();
    return OBJECT_BYTES + key().size() + (value == null ? 0 : value.size());
  }
}
