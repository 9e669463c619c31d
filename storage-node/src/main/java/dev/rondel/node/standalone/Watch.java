package dev.rondel.node.standalone;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after this node's table once a second: writes down where its members are, finishes or takes
 * back what broke off, and asks the members who runs the coordinator where this node has lost it.
 */
final class Watch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Watch.class);
  private static final int PATIENCE = 3;

  private final StandaloneNode self;
  private final Handover handover;
  private final Leave leave;
  private final CountDownLatch over = new CountDownLatch(1);
  private int lost;

  Watch(StandaloneNode self, Handover handover, Leave leave) {
    this.self = self;
    this.handover = handover;
    this.leave = leave;
  }

  void start() {
    Thread.ofVirtual().name("table-watch").start(this::run);
  }

  private void run() {
    try {
      do {
        attempt(this::look);
        attempt(leave::finish);
        attempt(this::stay);
      } while (!over.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.debug("the table is looked at again in a second", e);
    }
  }

  private void look() {
    List<String> others = self.otherAddresses();
    self.own().change(state -> state.withPeers(others));
    boolean isSettled = handover.settle();
    boolean isConnected = self.state().hosts() || self.node().isConnected();
    lost = isConnected ? 0 : lost + 1;
    if (isSettled && lost >= PATIENCE) {
      lost = 0;
      boolean isFound = handover.find();
      log.debug("the coordinator is {}", isFound ? "found" : "not found");
    }
  }

  /** A leaving that broke off after others had this node's ranges. */
  private void stay() {
    if (self.isOut()) {
      self.alone(self::stay);
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
