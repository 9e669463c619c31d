package dev.rondel.testbed.chaos;

import dev.rondel.ring.NodeId;
import dev.rondel.shell.Failure;
import dev.rondel.testbed.chaos.cluster.ChaosCluster;
import dev.rondel.testbed.chaos.cluster.Membership;
import dev.rondel.testbed.chaos.cluster.SmallDisk;
import dev.rondel.testbed.chaos.plan.Act;
import dev.rondel.testbed.chaos.plan.Fault;
import dev.rondel.testbed.chaos.plan.Planned;
import dev.rondel.testbed.chaos.timeline.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Carries out a schedule: each act at its time, and its undoing when it has lasted long enough. One
 * thread.
 */
final class Nemesis {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final Duration RESTART = Duration.ofSeconds(1);
  private static final Duration SILENT = Duration.ofSeconds(2);

  private final ChaosCluster cluster;
  private final Membership membership;
  private final Recorder recorder;
  private final Consumer<String> out;
  private final PriorityQueue<Undoing> undoings =
      new PriorityQueue<>(Comparator.comparing(Undoing::at));

  private record Undoing(Duration at, Runnable action) {}

  /**
   * @param out takes a line for each act
   */
  Nemesis(ChaosCluster cluster, Membership membership, Recorder recorder, Consumer<String> out) {
    this.cluster = cluster;
    this.membership = membership;
    this.recorder = recorder;
    this.out = out;
  }

  /**
   * Returns when the schedule's time is over, or {@code stop} says so. That time stands still while
   * the cluster serves nobody though all is undone: on a slow machine it takes long to start. But
   * not for longer than the schedule takes.
   */
  void run(List<Planned> plan, Duration duration, BooleanSupplier stop) {
    Deque<Planned> acts = new ArrayDeque<>(plan);
    Duration stood = Duration.ZERO;
    Duration before = recorder.now();
    while (recorder.now().minus(stood).compareTo(duration) < 0 && !stop.getAsBoolean()) {
      while (!undoings.isEmpty() && isDue(undoings.peek().at(), Duration.ZERO)) {
        undo(undoings.remove());
      }
      if (!acts.isEmpty() && isDue(acts.peek().at(), stood)) {
        carryOut(acts.remove().act());
      }
      lookAfter();
      LockSupport.parkNanos(LOOK_NANOS);
      Duration now = recorder.now();
      boolean stands = undoings.isEmpty() && recorder.sinceServed().compareTo(SILENT) > 0;
      if (stands && stood.compareTo(duration) < 0) {
        stood = stood.plus(now.minus(before));
      }
      before = now;
    }
  }

  private boolean isDue(Duration at, Duration stood) {
    return at.compareTo(recorder.now().minus(stood)) <= 0;
  }

  private void undoAfter(Duration duration, Runnable action) {
    undoings.add(new Undoing(recorder.now().plus(duration), action));
  }

  private void carryOut(Act act) {
    try {
      switch (act) {
        case Act.Kill(var node, var duration) ->
            during(act, duration, () -> cluster.kill(node), () -> relaunch(node));
        case Act.Pause(var node, var duration) ->
            during(act, duration, () -> cluster.pause(node), () -> cluster.resume(node));
        case Act.CutNetwork(_, var cut, var duration) ->
            during(
                act, duration, () -> cluster.network().cut(cut), () -> cluster.network().heal(cut));
        case Act.FillDisk(var node, var duration) -> fillDisk(act, node, duration);
        case Act.KillCoordinator(var duration) ->
            during(act, duration, cluster::killCoordinator, cluster::launchCoordinator);
        case Act.PauseCoordinator(var duration) ->
            during(act, duration, cluster::pauseCoordinator, cluster::resumeCoordinator);
        case Act.Join(var node) -> {
          say(act.toString());
          membership.join(node, recorder.begin(Fault.JOIN, act.toString()));
        }
        case Act.Leave(var node) -> {
          say(act.toString());
          membership.leave(node, recorder.begin(Fault.LEAVE, act.toString()));
        }
        case Act.RestartAll(var duration) ->
            during(act, duration, cluster::killAll, cluster::launchAll);
      }
    } catch (Failure | UncheckedIOException failed) {
      say("%s: not done, %s".formatted(act, failed.getMessage()));
    }
  }

  private void during(Act act, Duration duration, Runnable begin, Runnable end) {
    say(act.toString());
    begin.run();
    Recorder.Open span = recorder.begin(act.fault(), act.toString());
    undoAfter(
        duration,
        () -> {
          end.run();
          span.end();
        });
  }

  /** It may have left the ring meanwhile. */
  private void relaunch(NodeId node) {
    if (cluster.isMember(node)) {
      cluster.launch(node);
    }
  }

  private void fillDisk(Act act, NodeId node, Duration duration) {
    SmallDisk disk = cluster.disk(node);
    if (disk != null) {
      during(act, duration, () -> quietly(disk::fill), () -> quietly(disk::free));
    }
  }

  private interface OnDisk {
    void run() throws IOException;
  }

  private static void quietly(OnDisk action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that ended by itself is told, and started again, so that the run goes on. */
  private void lookAfter() {
    for (ChaosCluster.Ended ended : cluster.takeEnded()) {
      say("%s has ended by itself; its log: %s".formatted(ended.server(), ended.log()));
      undoAfter(RESTART, () -> cluster.launch(ended.server()));
    }
  }

  /** Undoes all that is still in force. */
  void heal() {
    say("heal");
    cluster.network().healAll();
    cluster.resumeAll();
    while (!undoings.isEmpty()) {
      undo(undoings.remove());
    }
    cluster.launchAll();
  }

  private void undo(Undoing undoing) {
    try {
      undoing.action().run();
    } catch (Failure | UncheckedIOException failed) {
      say("not undone: " + failed.getMessage());
    }
  }

  private void say(String what) {
    Duration now = recorder.now();
    out.accept("%7.1f s  %s".formatted(now.toMillis() / 1000.0, what));
  }
}
