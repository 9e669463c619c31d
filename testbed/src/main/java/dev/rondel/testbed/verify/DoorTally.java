package dev.rondel.testbed.verify;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What was seen through one node. Safe for all threads at once. */
final class DoorTally {

  final Target.Door door;
  final Latency latency = new Latency();
  private final AtomicInteger right = new AtomicInteger();
  private final AtomicInteger wrongReads = new AtomicInteger();
  private final Queue<Wrong> wrong = new ConcurrentLinkedQueue<>();

  DoorTally(Target.Door door) {
    this.door = door;
  }

  /** One read was judged. */
  void add(List<Wrong> found) {
    (found.isEmpty() ? right : wrongReads).incrementAndGet();
    wrong.addAll(found);
  }

  int right() {
    return right.get();
  }

  int wrongReads() {
    return wrongReads.get();
  }

  List<Wrong> wrong() {
    return List.copyOf(wrong);
  }
}
