package dev.rondel.testbed.chaos.gaps;

import com.sun.management.OperatingSystemMXBean;
import dev.rondel.client.ClientOptions;
import dev.rondel.client.RondelClient;
import dev.rondel.pair.Key;
import dev.rondel.ring.Hashing;
import dev.rondel.ring.NodeId;
import dev.rondel.ring.Token;
import dev.rondel.shell.Failure;
import dev.rondel.testbed.chaos.clients.Clients;
import dev.rondel.testbed.chaos.clients.Doors;
import dev.rondel.testbed.chaos.cluster.ChaosCluster;
import dev.rondel.testbed.chaos.cluster.Membership;
import dev.rondel.testbed.chaos.cluster.Rest;
import dev.rondel.testbed.chaos.network.Cut;
import dev.rondel.testbed.chaos.plan.Cuts;
import dev.rondel.testbed.chaos.timeline.Recorder;
import dev.rondel.testbed.chaos.timeline.Timeline;
import dev.rondel.testbed.history.Action;
import dev.rondel.testbed.history.History;
import dev.rondel.testbed.history.LinearizabilityCheck;
import dev.rondel.testbed.terminal.Progress;
import dev.rondel.view.View;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Strikes one node after the other, under load, and measures for how long the keys of its ranges
 * could not be written and read. The cluster must have been started.
 */
public final class GapRun {

  private static final Duration AT_FIRST = Duration.ofMinutes(3);
  private static final Duration STRIKE = Duration.ofSeconds(30);
  private static final Duration AFTERWARDS = Duration.ofSeconds(1);
  private static final long POLL_NANOS = 10_000_000;
  private static final int WARM = 5;
  private static final int KEYS = 200;

  private final ChaosCluster cluster;
  private final GapSettings settings;
  private final BooleanSupplier stop;
  private final Progress progress;
  private final Consumer<String> out;
  private final History history = new History();
  private final AtomicLong values = new AtomicLong();
  private final Map<Token, Probes.Keys> keysOfRange = new HashMap<>();
  private final Random random;

  /** Whose load is that since it was asked before. */
  private final OperatingSystemMXBean machine =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private int loads;

  public GapRun(
      ChaosCluster cluster,
      GapSettings settings,
      BooleanSupplier stop,
      Progress progress,
      Consumer<String> out) {
    this.cluster = cluster;
    this.settings = settings;
    this.stop = stop;
    this.progress = progress;
    this.out = out;
    this.random = new Random(settings.seed());
  }

  public History history() {
    return history;
  }

  public GapReport run() throws IOException {
    var measurements = new ArrayList<Measurement>();
    GapReport.CoordinatorPause paused;
    try (RondelClient client = RondelClient.connect(ClientOptions.of(cluster.coordinator()));
        var membership = new Membership(cluster, client.admin())) {
      var rest = new Rest(cluster, membership, client);
      rest(rest, AT_FIRST);
      var recorder = new Recorder(System::nanoTime);
      try (var _ = load(client, recorder)) {
        warmUp(recorder);
        for (Strike strike : strikes()) {
          if (!stop.getAsBoolean()) {
            Measurement one = measure(strike, client, rest);
            measurements.add(one);
            say("%3d  %s".formatted(measurements.size(), one));
          }
        }
      }
      paused = pauseCoordinator(client);
    } finally {
      progress.close();
    }
    progress.say("judging %,d operations".formatted(history.size()));
    return new GapReport(measurements, paused, LinearizabilityCheck.check(history));
  }

  /** What has just started has compiled little of what it runs, and would be measured by that. */
  private void warmUp(Recorder recorder) {
    say("warming up for %d s".formatted(settings.warmUp().toSeconds()));
    await(settings.warmUp(), recorder);
  }

  private void await(Duration duration, Recorder recorder) {
    try (var _ =
        progress.start(
            "seconds", (int) duration.toSeconds(), () -> (int) recorder.now().toSeconds())) {
      while (recorder.now().compareTo(duration) < 0 && !stop.getAsBoolean()) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  private List<Strike> strikes() {
    var strikes = new ArrayList<Strike>();
    strikes.addAll(Collections.nCopies(settings.kills(), Strike.KILL));
    strikes.addAll(Collections.nCopies(settings.pauses(), Strike.PAUSE));
    strikes.addAll(Collections.nCopies(settings.cuts(), Strike.CUT));
    return strikes;
  }

  private List<String> freshKeys() {
    loads++;
    return IntStream.range(0, KEYS).mapToObj(i -> "load-" + loads + "-" + i).toList();
  }

  private Clients load(RondelClient client, Recorder recorder) {
    return Clients.start(
        new Doors(cluster, client),
        history,
        recorder,
        freshKeys(),
        settings.clients(),
        settings.pause(),
        settings.seed());
  }

  private Measurement measure(Strike strike, RondelClient client, Rest rest) throws IOException {
    View view = client.refresh();
    NodeId victim = choose();
    List<Probes.Keys> keys = keysOf(view, victim);
    var doors = new Doors(cluster, client);
    var others = cluster.running().stream().filter(node -> !node.equals(victim)).toList();
    var turn = new AtomicInteger();
    var caller =
        new Probe.Caller(
            settings.clients(),
            () -> doors.of(others.get(Math.floorMod(turn.getAndIncrement(), others.size()))),
            history);
    keys.forEach(pair -> caller.carryOut(pair.atRest(), Action.put(values.incrementAndGet())));
    Runnable undo;
    Duration down;
    Duration served;
    Measurement.Gaps gaps;
    double busy;
    try (var probes = new Probes(keys, caller, values)) {
      awaitAnswers(probes);
      machine.getCpuLoad();
      undo = strike(strike, victim);
      probes.begin();
      var watch = new Watch(client.at(cluster.coordinator()), victim, System.nanoTime());
      progress.say(strike.words() + " " + victim);
      down = watch.untilDown(STRIKE);
      served = watch.untilServed(STRIKE);
      awaitAnswers(probes);
      LockSupport.parkNanos(AFTERWARDS.toNanos());
      busy = machine.getCpuLoad();
      gaps = probes.gaps();
    }
    undo.run();
    long undone = System.nanoTime();
    rest(rest, settings.heal());
    Duration back = Duration.ofNanos(System.nanoTime() - undone);
    return new Measurement(strike, victim, keys.size(), gaps, down, served, back, busy);
  }

  private NodeId choose() {
    List<NodeId> nodes =
        cluster.running().stream().sorted(Comparator.comparing(NodeId::value)).toList();
    return nodes.get(random.nextInt(nodes.size()));
  }

  /** What undoes it. */
  private Runnable strike(Strike strike, NodeId victim) {
    return switch (strike) {
      case KILL -> {
        cluster.kill(victim);
        yield () -> cluster.launch(victim);
      }
      case PAUSE -> {
        cluster.pause(victim);
        yield () -> cluster.resume(victim);
      }
      case CUT -> {
        Cut cut = Cuts.isolating(victim, cluster.members());
        cluster.network().cut(cut);
        yield () -> cluster.network().heal(cut);
      }
    };
  }

  private void awaitAnswers(Probes probes) {
    long begin = System.nanoTime();
    while (!probes.haveAnswers(WARM)
        && System.nanoTime() - begin < STRIKE.toNanos()
        && !stop.getAsBoolean()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** The keys of each range that the node serves. */
  private List<Probes.Keys> keysOf(View view, NodeId node) {
    if (keysOfRange.isEmpty()) {
      Map<Token, String> written = oneInEachRange(view, "probe-");
      Map<Token, String> atRest = oneInEachRange(view, "rest-");
      written.forEach(
          (token, key) ->
              keysOfRange.put(
                  token, new Probes.Keys(key, Objects.requireNonNull(atRest.get(token)))));
    }
    return view.ranges().stream()
        .filter(range -> range.chain().contains(node))
        .map(range -> keysOfRange.get(range.token()))
        .filter(Objects::nonNull)
        .toList();
  }

  private static Map<Token, String> oneInEachRange(View view, String prefix) {
    Hashing hashing = Hashing.named(view.hash());
    var keys = new HashMap<Token, String>();
    for (int i = 0; keys.size() < view.ranges().size(); i++) {
      String key = prefix + i;
      view.rangeOf(hashing.hash(Key.of(key).bytes()))
          .ifPresent(range -> keys.putIfAbsent(range.token(), key));
    }
    return keys;
  }

  private GapReport.@Nullable CoordinatorPause pauseCoordinator(RondelClient client) {
    Duration duration = settings.coordinatorPause();
    if (duration.isZero() || stop.getAsBoolean()) {
      return null;
    }
    say("the coordinator is paused for %d s".formatted(duration.toSeconds()));
    var recorder = new Recorder(System::nanoTime);
    cluster.pauseCoordinator();
    try (var _ = load(client, recorder)) {
      await(duration, recorder);
    } finally {
      cluster.resumeCoordinator();
    }
    Timeline.Second total = recorder.timeline().total();
    return new GapReport.CoordinatorPause(duration, total.done(), total.errors());
  }

  private void rest(Rest rest, Duration patience) {
    List<String> missing = rest.await(patience, stop, progress::say);
    if (!missing.isEmpty() && !stop.getAsBoolean()) {
      throw Failure.failed(
          "the cluster did not come to rest in %d s: %s"
              .formatted(patience.toSeconds(), String.join(", ", missing)));
    }
  }

  private void say(String line) {
    progress.close();
    out.accept(line);
  }
}
