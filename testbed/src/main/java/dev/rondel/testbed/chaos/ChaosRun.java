package dev.rondel.testbed.chaos;

import dev.rondel.client.ClientOptions;
import dev.rondel.client.RondelClient;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.chaos.clients.Clients;
import dev.rondel.testbed.chaos.clients.Doors;
import dev.rondel.testbed.chaos.cluster.ChaosCluster;
import dev.rondel.testbed.chaos.cluster.Membership;
import dev.rondel.testbed.chaos.cluster.Rest;
import dev.rondel.testbed.chaos.plan.Planned;
import dev.rondel.testbed.chaos.plan.Schedule;
import dev.rondel.testbed.chaos.timeline.Recorder;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.History;
import dev.rondel.testbed.history.LinearizabilityCheck;
import dev.rondel.testbed.history.Operation;
import dev.rondel.testbed.history.Outcome;
import dev.rondel.testbed.load.TableClient;
import dev.rondel.testbed.terminal.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One run: load, trouble by the schedule, healing, a last read of every key from every node, and
 * the judgement. The cluster must have been started.
 */
final class ChaosRun {

  private static final Duration LAST_READ = Duration.ofSeconds(10);
  private static final Duration AT_FIRST = Duration.ofSeconds(90);
  private static final long CALM_SECONDS = 2;
  private static final int READERS = 16;

  private final ChaosCluster cluster;
  private final RunSettings settings;
  private final BooleanSupplier stop;
  private final Progress progress;
  private final Consumer<String> out;
  private final RondelClient client;
  private final History history = new History();
  private final List<String> keys;

  /**
   * @param stop once it is true, the run is cut short, and judged as far as it came
   * @param out takes a line for each thing that is done
   */
  ChaosRun(
      ChaosCluster cluster,
      RunSettings settings,
      BooleanSupplier stop,
      Progress progress,
      Consumer<String> out)
      throws IOException {
    this.cluster = cluster;
    this.settings = settings;
    this.stop = stop;
    this.progress = progress;
    this.out = out;
    this.client = RondelClient.connect(ClientOptions.of(cluster.coordinator()));
    this.keys = IntStream.range(0, settings.keys()).mapToObj(i -> "chaos-" + i).toList();
  }

  History history() {
    return history;
  }

  ChaosReport run(List<Planned> plan) throws IOException {
    try (client;
        var membership = new Membership(cluster, client.admin())) {
      var rest = new Rest(cluster, membership, client);
      rest.await(AT_FIRST, stop, progress::say);
      var recorder = new Recorder(System::nanoTime);
      var nemesis = new Nemesis(cluster, membership, recorder, this::say);
      Duration healed;
      List<String> restless;
      try (var _ =
          Clients.start(
              new Doors(cluster, client),
              history,
              recorder,
              keys,
              settings.clients(),
              settings.pause(),
              settings.seed())) {
        try (var _ = status(recorder)) {
          nemesis.run(plan, settings.duration(), stop);
        }
        nemesis.heal();
        long begin = System.nanoTime();
        restless = rest.await(settings.heal(), stop, progress::say);
        healed = Duration.ofNanos(System.nanoTime() - begin);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(CALM_SECONDS));
      }
      var timeline = recorder.timeline();
      var unread = new ConcurrentLinkedQueue<String>();
      int lastReads = readAll(unread);
      progress.say("judging %,d operations".formatted(history.size()));
      return new ChaosReport(
          settings.seed(),
          stop.getAsBoolean() ? Map.of() : Schedule.counts(plan),
          timeline,
          LinearizabilityCheck.check(history),
          lastReads,
          unread.stream().sorted().toList(),
          healed,
          restless,
          cluster.ended());
    } finally {
      progress.close();
    }
  }

  private void say(String line) {
    progress.close();
    out.accept(line);
  }

  private Progress.Running status(Recorder recorder) {
    return progress.start(
        "seconds", (int) settings.duration().toSeconds(), () -> (int) recorder.now().toSeconds());
  }

  private record LastRead(String key, NodeId node) {}

  /** Reads every key from every node. How many reads that were. */
  private int readAll(ConcurrentLinkedQueue<String> unread) {
    List<NodeId> nodes =
        cluster.running().stream().sorted(Comparator.comparing(NodeId::value)).toList();
    var reads = new ConcurrentLinkedQueue<LastRead>();
    keys.forEach(key -> nodes.forEach(node -> reads.add(new LastRead(key, node))));
    int all = reads.size();
    var doors = new Doors(cluster, client);
    try (var _ = progress.start("last reads", all, () -> all - reads.size());
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < READERS; i++) {
        pool.execute(
            () -> {
              for (LastRead next = reads.poll();
                  next != null && !stop.getAsBoolean();
                  next = reads.poll()) {
                read(doors.of(next.node()), next.key(), unread);
              }
            });
      }
    }
    return all;
  }

  private void read(Doors.Door door, String key, ConcurrentLinkedQueue<String> unread) {
    Operation read =
        new TableClient(settings.clients(), door.table(LAST_READ), Doors.VALUE_SIZE)
            .carryOut(key, Action.get());
    history.add(read);
    if (read.outcome() instanceof Outcome.NotApplied) {
      unread.add(key + " from " + door.node());
    }
  }
}
