package dev.rondel.testbed.chaos;

import dev.rondel.shell.ExitCode;
import dev.rondel.shell.Failure;
import dev.rondel.shell.cluster.AotImages;
import dev.rondel.testbed.Interruption;
import dev.rondel.testbed.chaos.cluster.ChaosCluster;
import dev.rondel.testbed.chaos.cluster.ClusterSettings;
import dev.rondel.testbed.chaos.cluster.PortPlan;
import dev.rondel.testbed.chaos.cluster.SmallDisk;
import dev.rondel.testbed.chaos.cluster.StartProgress;
import dev.rondel.testbed.chaos.gaps.GapReport;
import dev.rondel.testbed.chaos.gaps.GapRun;
import dev.rondel.testbed.chaos.gaps.GapSettings;
import dev.rondel.testbed.chaos.gaps.GapText;
import dev.rondel.testbed.chaos.plan.Fault;
import dev.rondel.testbed.chaos.plan.Planned;
import dev.rondel.testbed.chaos.plan.Schedule;
import dev.rondel.testbed.chaos.plan.ScheduleSettings;
import dev.rondel.testbed.chaos.timeline.TimelineSvg;
import dev.rondel.testbed.terminal.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rondel chaos}. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts a cluster of its own, as real processes of this machine, makes trouble for it while"
          + " clients read and write, and checks that nothing was lost and every answer was right.",
      "",
      "The clients write unique values, with and without conditions, through random nodes. When all"
          + " trouble is undone, every key is read from every node, and a checker looks for an"
          + " order of all operations that explains every answer: where there is none, a key was"
          + " not linearizable, and the run fails.",
      "",
      "Faults:",
      "  kill         kill -9 of a node, started again after 0.5 to 15 s",
      "  pause        kill -STOP of a node for 0.5 to 8 s: its lease runs out",
      "  cut          the network around a node, for 1 to 10 s: from all, from",
      "               some, one way; silent, or with broken connections",
      "  disk         a node's disk is full (only root can make such disks)",
      "  coordinator  the coordinator is killed or paused for 1 to 12 s",
      "  join, leave  a node is added; a node is drained, leaves and is ended",
      "  restart-all  kill -9 of everything at once",
      "",
      "With --report it measures instead: it strikes one node after the other, and prints for how"
          + " long the keys of its ranges could not be written and read, beside the budgets.",
    },
    footer = {
      "",
      "A run leaves a picture and its report behind; one that failed also its logs, its data and"
          + " its history. The same seed gives the same faults at the same times.",
      "",
      "Examples:",
      "  rondel chaos                                five minutes of everything",
      "  rondel chaos --minutes 60 --nodes 7",
      "  rondel chaos --minutes 2 --faults pause,cut --seed 42",
      "  rondel chaos --report --kills 30            what a failure costs",
      "",
      "Exit codes: 0 all right, 1 something is wrong, 2 wrong usage, 130 interrupted"
    })
public final class ChaosCommand implements Callable<Integer> {

  private static final int INTERRUPTED = 130;

  /** Of a Ctrl-C with the end of everything that was started. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Shorter than by default: a node that is killed for long is replaced within a run. */
  private static final Duration REPLACE_AFTER = Duration.ofSeconds(10);

  /** As by default: a node that was struck comes back before. */
  private static final Duration REPLACE_NEVER = Duration.ofSeconds(30);

  @Mixin private final ChaosOptions options = new ChaosOptions();

  @Option(names = "--plan", description = "Only print what would be done, and when.")
  private boolean planOnly;

  @Option(names = "--report", description = "Measure what failures cost; see above.")
  private boolean report;

  @Mixin private final GapOptions gaps = new GapOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    long seed = options.seed() == null ? new Random().nextInt(1_000_000) : options.seed();
    int nodes = options.nodes(report);
    PortPlan ports = PortPlan.choose(options.coordinatorPort(), options.firstPort(), nodes);
    Set<Fault> faults = options.faults();
    List<Planned> plan = plan(faults, nodes, ports, seed);
    if (planOnly) {
      plan.forEach(planned -> say(planned.toString()));
      return ExitCode.OK;
    }
    Path home = Path.of(System.getProperty("rondel.home", "")).toAbsolutePath();
    RunDirectory directory = RunDirectory.make(options.data(), home);
    boolean terminal = Boolean.parseBoolean(System.getProperty("rondel.terminal.err", "false"));
    var progress = Progress.on(System.err, terminal);
    var starting = new StartProgress(progress, this::say);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    var settings =
        new ClusterSettings(
            directory.path(),
            ports.coordinator(),
            ports.firstNode(),
            nodes,
            options.replicas(),
            report ? gaps.cuts() > 0 : faults.contains(Fault.CUT),
            report ? 0 : options.smallDisks(),
            report ? REPLACE_NEVER : REPLACE_AFTER);
    say(
        "seed %d: %d nodes, %d clients, in %s"
            .formatted(seed, nodes, options.clients(), directory.path()));
    try (var interruption = new Interruption(PATIENCE);
        var cluster = new ChaosCluster(settings, new AotImages(home, java, starting), starting)) {
      SmallDisk.Support disks = cluster.prepareDisks();
      if (!disks.isThere()) {
        say("disk faults are left out: a small disk cannot be mounted (" + disks.why() + ")");
        faults.remove(Fault.DISK);
        plan = plan(faults, nodes, ports, seed);
      }
      cluster.start();
      progress.close();
      AtomicBoolean stop = interruption.stop();
      boolean good =
          report
              ? measure(cluster, seed, stop, progress, directory)
              : makeTrouble(cluster, plan, seed, stop, progress, directory);
      if (stop.get()) {
        say("interrupted; seed " + seed);
        return INTERRUPTED;
      }
      if (good && !options.keep()) {
        cluster.wipe();
      } else {
        say("logs:    " + directory.path().resolve("logs") + "; the data is beside them");
      }
      return good ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private boolean makeTrouble(
      ChaosCluster cluster,
      List<Planned> plan,
      long seed,
      AtomicBoolean stop,
      Progress progress,
      RunDirectory directory)
      throws IOException {
    var run = new ChaosRun(cluster, options.runSettings(seed), stop::get, progress, this::say);
    ChaosReport result = run.run(plan);
    String text = ChaosText.of(result, options.faults());
    say(text);
    directory.write("report.txt", text);
    String title =
        "rondel chaos, seed %d: %s".formatted(seed, result.isGood() ? "all right" : "WRONG");
    say("picture: " + directory.write("timeline.svg", TimelineSvg.of(result.timeline(), title)));
    if (!result.isGood()) {
      say("history: " + directory.write(run.history().operations()));
      say("again:   rondel chaos --seed %d --minutes %s".formatted(seed, options.minutes()));
    }
    return result.isGood();
  }

  private boolean measure(
      ChaosCluster cluster,
      long seed,
      AtomicBoolean stop,
      Progress progress,
      RunDirectory directory)
      throws IOException {
    var settings =
        new GapSettings(
            gaps.warmUp(),
            gaps.kills(),
            gaps.pauses(),
            gaps.cuts(),
            gaps.coordinatorPause(),
            seed,
            options.clients(),
            options.pause(true),
            options.heal());
    var run = new GapRun(cluster, settings, stop::get, progress, this::say);
    GapReport result = run.run();
    String text = GapText.of(result);
    say(text);
    say("report:  " + directory.write("report.txt", text));
    if (!result.failures().isEmpty()) {
      say("history: " + directory.write(run.history().operations()));
    }
    return result.failures().isEmpty();
  }

  private List<Planned> plan(Set<Fault> faults, int nodes, PortPlan ports, long seed) {
    try {
      return Schedule.draw(
          new ScheduleSettings(
              EnumSet.copyOf(faults),
              nodes,
              ports.firstNode(),
              faults.contains(Fault.DISK) ? options.smallDisks() : 0,
              options.duration()),
          seed);
    } catch (IllegalArgumentException wrong) {
      throw Failure.usage(String.valueOf(wrong.getMessage()));
    }
  }

  private void say(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
