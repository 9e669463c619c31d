package dev.rondel.testbed.chaos.cluster;

import dev.rondel.client.Admin;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.chaos.timeline.Recorder;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Joins and leaves that are under way. The coordinator may be dead meanwhile: it is asked until it
 * answers.
 */
public final class Membership implements AutoCloseable {

  private static final long PAUSE_MILLIS = 300;

  private final ChaosCluster cluster;
  private final Admin admin;
  private final Map<NodeId, Thread> underWay = new ConcurrentHashMap<>();

  public Membership(ChaosCluster cluster, Admin admin) {
    this.cluster = cluster;
    this.admin = admin;
  }

  /** Starts the node and makes it a part of the ring, also where it has left, or is leaving. */
  public void join(NodeId node, Recorder.Open span) {
    cluster.launch(node);
    start(
        node,
        span,
        () -> {
          await(() -> admin.join(node) instanceof Admin.Outcome.Done);
          await(() -> stands(node, "in"));
        });
  }

  /** Drains the node, and ends it when it is out of the ring. */
  public void leave(NodeId node, Recorder.Open span) {
    start(
        node,
        span,
        () -> {
          await(() -> admin.remove(node) instanceof Admin.Outcome.Done);
          await(() -> stands(node, "out"));
          cluster.dismiss(node);
        });
  }

  /** How many are under way. */
  int underWay() {
    return underWay.size();
  }

  private interface Steps {
    void run() throws InterruptedException;
  }

  /** The last wish counts: an earlier one for the same node is given up, and ends with that. */
  private void start(NodeId node, Recorder.Open span, Steps steps) {
    Thread thread =
        Thread.ofVirtual()
            .name("membership-" + node)
            .unstarted(
                () -> {
                  try {
                    steps.run();
                  } catch (InterruptedException givenUp) {
                    return;
                  } finally {
                    span.end();
                  }
                  underWay.remove(node, Thread.currentThread());
                });
    Thread before = underWay.put(node, thread);
    if (before != null) {
      before.interrupt();
    }
    thread.start();
  }

  private interface Question {
    boolean ask() throws IOException;
  }

  private static void await(Question question) throws InterruptedException {
    while (!isTrue(question)) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean isTrue(Question question) throws InterruptedException {
    try {
      return question.ask();
    } catch (IOException silent) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return false;
    }
  }

  private boolean stands(NodeId node, String standing) throws IOException {
    return admin.node(node) instanceof Admin.Outcome.Done(var told)
        && told.path("standing").asString("").equals(standing);
  }

  @Override
  public void close() {
    underWay.values().forEach(Thread::interrupt);
  }
}
