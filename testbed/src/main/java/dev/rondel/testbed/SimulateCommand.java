package dev.rondel.testbed;

import dev.rondel.testbed.sim.Minimiser;
import dev.rondel.testbed.sim.Mutation;
import dev.rondel.testbed.sim.SeedResult;
import dev.rondel.testbed.sim.Seeds;
import dev.rondel.testbed.sim.SimulationSettings;
import dev.rondel.testbed.terminal.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command: {@code rondel simulate …}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Runs whole clusters in simulated time: the real cores of coordinator and nodes, on a"
          + " network that delays, loses and cuts, on disks that lose what was not synced, under"
          + " clocks that drift; while nodes are killed, paused, added and removed.",
      "Each seed is one history, always the same. After every step the rules of the protocol are"
          + " checked, at the end whether every key was linearizable, all replicas agree, and the"
          + " ring has healed.",
      "A seed that fails prints the shortest list of faults that was found to break it."
    },
    footer = {
      "",
      "Examples:",
      "  rondel simulate --seeds 2000",
      "  rondel simulate --seed 4711                 one seed; writes down all that happens",
      "  rondel simulate --mutation NO_FENCE         break a rule on purpose: it must be found",
      "  rondel simulate --mutations                 each rule in turn"
    })
final class SimulateCommand implements Callable<Integer> {

  private static final int MOST_FAILURES = 3;
  private static final int TAIL = 40;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many. Default: 200; with a mutation, at most 2,000 until it is found.")
  private @Nullable Integer seeds;

  @Option(
      names = "--from",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "The first seed. Default: ${DEFAULT-VALUE}.")
  private long from;

  @Option(names = "--seed", paramLabel = "SEED", description = "Only this one, and tell it whole.")
  private @Nullable Long seed;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "5",
      description = "Nodes at the beginning; more may join. Default: ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      defaultValue = "2",
      description = "Default: ${DEFAULT-VALUE}.")
  private int replicas;

  @Option(
      names = {"--steps", "--faults"},
      paramLabel = "N",
      defaultValue = "14",
      description =
          "Faults and changes of membership in a history, about. Default:" + " ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "40",
      description =
          "Simulated seconds of trouble; healing comes on top. Default:" + " ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Seeds at the same time. Default: the number of cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--mutation",
      paramLabel = "RULE",
      defaultValue = "NONE",
      description = "Breaks a rule: ${COMPLETION-CANDIDATES}.")
  private Mutation mutation = Mutation.NONE;

  @Option(names = "--mutations", description = "Breaks each rule in turn; each must be found.")
  private boolean mutations;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where the text of a failed seed goes. Default: the current directory.")
  private Path out = Path.of(".");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    SimulationSettings settings;
    try {
      settings = settings();
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    }
    if (seed != null) {
      return one(seed, settings);
    }
    if (mutations) {
      return allMutations(settings);
    }
    return mutation == Mutation.NONE ? many(settings) : find(mutation, settings);
  }

  private SimulationSettings settings() {
    var defaults = SimulationSettings.defaults();
    return new SimulationSettings(
        nodes, replicas, defaults.keys(), defaults.clients(), seconds, steps);
  }

  private int seeds(Mutation broken) {
    return seeds != null ? seeds : broken == Mutation.NONE ? 200 : 2_000;
  }

  // ---- many seeds -------------------------------------------------------------------------------

  private int many(SimulationSettings settings) throws InterruptedException {
    long began = System.nanoTime();
    var all = run(settings, Mutation.NONE, MOST_FAILURES);
    double took = (System.nanoTime() - began) / 1e9;
    Seeds.Total total = all.total();
    print(
        "%,d seeds (%d to %d): %,.0f simulated seconds in %.1f s, %,d operations, trace hash %016x"
            .formatted(
                total.seeds(),
                from,
                from + total.seeds() - 1,
                total.simulatedNanos() / 1e9,
                took,
                total.operations(),
                total.hash()));
    print(
        "faults: "
            + total.faults().entrySet().stream()
                .map(entry -> "%,d %s".formatted(entry.getValue(), name(entry.getKey())))
                .collect(Collectors.joining(", ")));
    for (SeedResult failed : all.failed()) {
      explain(failed, settings, Mutation.NONE);
    }
    if (!all.failed().isEmpty()) {
      return ExitCode.FAILED;
    }
    if (total.seeds() < seeds(Mutation.NONE)) {
      print("ended early: %,d seeds are missing".formatted(seeds(Mutation.NONE) - total.seeds()));
      return ExitCode.INTERRUPTED;
    }
    print("every rule held, every key was linearizable, every ring healed");
    return ExitCode.OK;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private Seeds run(SimulationSettings settings, Mutation broken, int mostFailures)
      throws InterruptedException {
    int count = seeds(broken);
    var all = new Seeds(settings, broken, from, count, mostFailures);
    var atEnd = new Thread(all::stop, "end-simulation");
    Runtime.getRuntime().addShutdownHook(atEnd);
    var progress = Progress.on(System.err, Boolean.getBoolean("rondel.terminal.err"));
    try (var _ = progress.start("simulating", count, all::done)) {
      all.run(threads);
    }
    Runtime.getRuntime().removeShutdownHook(atEnd);
    return all;
  }

  // ---- one seed ---------------------------------------------------------------------------------

  private int one(long only, SimulationSettings settings) {
    SeedResult result = SeedResult.of(only, settings, mutation);
    print(
        "seed %d: %,.0f simulated seconds, %,d operations, trace hash %016x"
            .formatted(only, result.simulatedNanos() / 1e9, result.operations(), result.hash()));
    result.faults().forEach(fault -> print("  " + fault));
    if (!result.isGood()) {
      explain(result, settings, mutation);
      return ExitCode.FAILED;
    }
    print("every rule held");
    return ExitCode.OK;
  }

  private void explain(SeedResult failed, SimulationSettings settings, Mutation broken) {
    print("");
    print("seed %d fails: %s".formatted(failed.seed(), failed.violation()));
    var minimised = Minimiser.minimise(failed, settings, broken);
    SeedResult shortest = minimised.result();
    print(
        "it still fails with %d of its %d faults: %s"
            .formatted(shortest.faults().size(), failed.faults().size(), shortest.violation()));
    shortest.faults().forEach(fault -> print("  " + fault));
    List<String> trace = minimised.trace();
    print("the end of what happened then:");
    trace.subList(Math.max(0, trace.size() - TAIL), trace.size()).forEach(this::print);
    Path file = out.resolve("simulation-" + failed.seed() + ".txt");
    try {
      Files.write(file, trace);
      print("all of it is in " + file);
    } catch (IOException e) {
      print(file + " cannot be written: " + e);
    }
  }

  // ---- mutations --------------------------------------------------------------------------------

  private int allMutations(SimulationSettings settings) throws InterruptedException {
    int worst = ExitCode.OK;
    for (Mutation each : Arrays.asList(Mutation.values()).subList(1, Mutation.values().length)) {
      worst = Math.max(worst, find(each, settings));
    }
    return worst;
  }

  private int find(Mutation broken, SimulationSettings settings) throws InterruptedException {
    var all = run(settings, broken, 1);
    if (all.failed().isEmpty()) {
      print("NOT FOUND  %s, within %,d seeds (%s)".formatted(broken, all.done(), broken.text()));
      return ExitCode.FAILED;
    }
    SeedResult first = all.failed().getFirst();
    print("found      %s (%s)".formatted(broken, broken.text()));
    print(
        "           seed %d: %s"
            .formatted(
                first.seed(), String.valueOf(first.violation()).lines().findFirst().orElse("")));
    return ExitCode.OK;
  }

  private void print(String line) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.println(line);
    writer.flush();
  }
}
