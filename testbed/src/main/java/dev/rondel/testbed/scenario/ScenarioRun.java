package dev.rondel.testbed.scenario;

import dev.rondel.client.Admin;
import dev.rondel.pair.Key;
import dev.rondel.ring.NodeId;
import dev.rondel.testbed.load.ContinuousLoad;
import dev.rondel.testbed.load.LoadResult;
import dev.rondel.testbed.load.OneNodeTable;
import dev.rondel.testbed.pairs.TestPair;
import dev.rondel.testbed.terminal.Progress;
import dev.rondel.testbed.verify.Crew;
import dev.rondel.testbed.verify.Expectation;
import dev.rondel.testbed.verify.Report;
import dev.rondel.testbed.verify.Target;
import dev.rondel.testbed.verify.Verification;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario: load and verify the pairs, change the cluster under a continuous load, verify,
 * change it back, verify; at the end judge all that the load saw.
 */
public final class ScenarioRun {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Target target;
  private final ClusterControl control;
  private final ScenarioSettings settings;
  private final Verification verification;
  private final Crew crew;
  private final Progress progress;
  private final Consumer<String> out;

  private final List<ScenarioReport.Step> steps = new ArrayList<>();
  private final List<ScenarioReport.Checked> checks = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private @Nullable LoadResult result;

  /**
   * @param out takes a line for each step, as it ends
   */
  public ScenarioRun(
      Target target,
      ClusterControl control,
      ScenarioSettings settings,
      List<TestPair> pairs,
      Crew crew,
      Progress progress,
      Consumer<String> out) {
    this.target = target;
    this.control = control;
    this.settings = settings;
    this.verification = new Verification(target, pairs, crew, progress, settings.seed());
    this.crew = crew;
    this.progress = progress;
    this.out = out;
  }

  public ScenarioReport play() {
    try {
      step("load", verification::load);
      verify("before", Expectation.WHOLE);
      underLoad();
    } catch (IOException | StepFailed failure) {
      failures.add(String.valueOf(failure.getMessage()));
    }
    return new ScenarioReport(
        settings.scenario(),
        List.copyOf(steps),
        List.copyOf(checks),
        result,
        List.copyOf(failures),
        crew.stop().get());
  }

  private void underLoad() throws IOException {
    String prefix = "load-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    var load =
        ContinuousLoad.start(
            List.of(new RoutedTable(target.client())), settings.load(), prefix, settings.seed());
    try (load) {
      calm(load);
      switch (settings.scenario()) {
        case GROW -> grow();
        case SHRINK -> shrink();
        case FAIL -> fail();
      }
      calm(load);
    } catch (StepFailed failure) {
      failures.add(String.valueOf(failure.getMessage()));
    } finally {
      load.close();
      judge(load);
    }
  }

  private void grow() throws IOException {
    Set<NodeId> before = nodes();
    step("add a node", control::add);
    converge("the new node has its ranges", view -> nodesOf(view).size() == before.size() + 1);
    verify("grown", Expectation.WHOLE);
    if (!settings.keep()) {
      var added = new ArrayList<>(nodes());
      added.removeAll(before);
      NodeId node = added.getFirst();
      step("remove " + node, () -> control.remove(node));
      converge(node + " has left", view -> nodesOf(view).equals(before));
      verify("as before", Expectation.WHOLE);
    }
  }

  private void shrink() throws IOException {
    Set<NodeId> before = nodes();
    NodeId victim = choose(before);
    step("remove " + victim, () -> control.remove(victim));
    converge(victim + " has left", view -> nodesOf(view).size() == before.size() - 1);
    verify("shrunk", Expectation.WHOLE);
    if (!settings.keep()) {
      step("add a node", control::add);
      converge("the new node has its ranges", view -> nodesOf(view).size() == before.size());
      verify("as large as before", Expectation.WHOLE);
    }
  }

  private void fail() throws IOException {
    NodeId victim = choose(nodes());
    step("kill -9 " + victim, () -> control.kill(victim));
    step("read all pairs at once", this::readAll);
    awaitView(
        victim + " is declared down", view -> !isUp(view, victim), () -> "it still counts as up");
    verify("one node down", Expectation.DEGRADED);
    if (!settings.keep()) {
      step("start " + victim + " again", () -> control.restart(victim));
      converge(victim + " is back with all its data", view -> isUp(view, victim));
      verify("as before", Expectation.WHOLE);
    }
  }

  /**
   * Reads every pair through the client, which knows replicas; any that is missing or wrong is a
   * failure.
   */
  private void readAll() {
    verification.readThroughClient().forEach(wrong -> failures.add(wrong.toString()));
  }

  private void judge(ContinuousLoad load) throws IOException {
    List<Target.Door> doors = target.doors(target.client().refresh());
    LoadResult judged =
        load.judge(
            doors.stream()
                .map(door -> new OneNodeTable(door.name(), door.endpoint(), target.timeout()))
                .toList());
    result = judged;
    limit("write", judged.writeGapMillis(), settings.longestWriteGap());
    limit("read", judged.readGapMillis(), settings.longestReadGap());
    load.keys().forEach(key -> target.client().delete(Key.of(key)));
  }

  private void limit(String what, double millis, Duration limit) {
    if (millis > limit.toMillis()) {
      failures.add(
          "a key had no %s for %,.0f ms; the limit is %,d ms"
              .formatted(what, millis, limit.toMillis()));
    }
  }

  private void verify(String when, Expectation expectation) throws IOException {
    long start = System.nanoTime();
    Report report = verification.verify(expectation);
    checks.add(new ScenarioReport.Checked(when, report));
    String verdict =
        report.isGood()
            ? "all right"
            : report.interrupted() ? "interrupted" : report.wrong().size() + " things wrong";
    done(
        "verify %,d pairs from %,d nodes: %s"
            .formatted(report.pairs(), report.nodes().size(), verdict),
        start);
  }

  private void converge(String what, Predicate<View> change) throws IOException {
    awaitView(
        what,
        view -> change.test(view) && Convergence.missing(view).isEmpty() && coordinatorAgrees(view),
        () -> whatIsMissing(target.client().view()));
  }

  private static String whatIsMissing(View view) {
    List<String> missing = Convergence.missing(view);
    return missing.isEmpty() ? "the coordinator is not done" : String.join(", ", missing);
  }

  /**
   * The view alone does not tell what is yet to begin. Where it is not the coordinator that we
   * know, it has to do.
   */
  private boolean coordinatorAgrees(View view) {
    if (target.nodes() != null) {
      return true;
    }
    try {
      return switch (target.client().admin().redistribution()) {
        case Admin.Outcome.Done(var told) ->
            told.path("state").asString("").equals("converged")
                && told.path("epoch").asLong(-1) == view.epoch().value();
        case Admin.Outcome.Refused _ -> true;
      };
    } catch (IOException notNow) {
      return false;
    }
  }

  private void awaitView(String what, Predicate<View> condition, Supplier<String> missing)
      throws IOException {
    long start = System.nanoTime();
    while (!condition.test(refreshed())) {
      stopIfAsked();
      if (System.nanoTime() - start > settings.converge().toNanos()) {
        throw new StepFailed(
            "not after %,d s: %s (%s)"
                .formatted(settings.converge().toSeconds(), what, missing.get()));
      }
      progress.say("%s: %s".formatted(what, missing.get()));
      LockSupport.parkNanos(POLL_NANOS);
    }
    progress.close();
    done(what, start);
  }

  /** The newest view; while nobody tells one, the last. */
  private View refreshed() {
    try {
      return target.client().refresh();
    } catch (IOException notNow) {
      return target.client().view();
    }
  }

  private void calm(ContinuousLoad load) {
    long start = System.nanoTime();
    int before = load.operations();
    while (System.nanoTime() - start < settings.calm().toNanos()) {
      stopIfAsked();
      progress.say("load: %,d operations".formatted(load.operations()));
      LockSupport.parkNanos(POLL_NANOS);
    }
    progress.close();
    done("%,d operations under load".formatted(load.operations() - before), start);
  }

  private interface Action {
    void run() throws IOException;
  }

  private void step(String what, Action action) throws IOException {
    stopIfAsked();
    long start = System.nanoTime();
    progress.say(what);
    action.run();
    progress.close();
    done(what, start);
  }

  private void done(String what, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    steps.add(new ScenarioReport.Step(what, seconds));
    out.accept("%7.1f s  %s".formatted(seconds, what));
  }

  private void stopIfAsked() {
    if (crew.stop().get()) {
      throw new StepFailed("interrupted; the cluster is left as it is now");
    }
  }

  private NodeId choose(Set<NodeId> nodes) {
    if (nodes.size() < 2) {
      throw new StepFailed(
          "the ring has " + nodes.size() + " nodes; this scenario needs at least two");
    }
    return List.copyOf(nodes).get(new Random(settings.seed()).nextInt(nodes.size()));
  }

  private Set<NodeId> nodes() throws IOException {
    return nodesOf(target.client().refresh());
  }

  private static Set<NodeId> nodesOf(View view) {
    return Convergence.nodesIn(view);
  }

  private static boolean isUp(View view, NodeId id) {
    return view.member(id).map(Member::up).orElse(false);
  }

  /** The scenario cannot go on. */
  private static final class StepFailed extends RuntimeException {
    StepFailed(String message) {
      super(message);
    }
  }
}
