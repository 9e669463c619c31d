package dev.rondel.testbed;

import dev.rondel.testbed.load.LoadSettings;
import dev.rondel.testbed.pairs.PairFile;
import dev.rondel.testbed.pairs.PairGenerator;
import dev.rondel.testbed.pairs.PairShape;
import dev.rondel.testbed.pairs.TestPair;
import dev.rondel.testbed.scenario.LauncherControl;
import dev.rondel.testbed.scenario.Scenario;
import dev.rondel.testbed.scenario.ScenarioJson;
import dev.rondel.testbed.scenario.ScenarioReport;
import dev.rondel.testbed.scenario.ScenarioRun;
import dev.rondel.testbed.scenario.ScenarioSettings;
import dev.rondel.testbed.scenario.ScenarioText;
import dev.rondel.testbed.terminal.Progress;
import dev.rondel.testbed.verify.Crew;
import dev.rondel.testbed.verify.Expectation;
import dev.rondel.testbed.verify.Report;
import dev.rondel.testbed.verify.ReportJson;
import dev.rondel.testbed.verify.ReportText;
import dev.rondel.testbed.verify.Target;
import dev.rondel.testbed.verify.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Loads the pairs through random nodes, reads each back from every node, and checks value,"
          + " primary and replicas against its own reckoning from the ring.",
      "With --scenario the cluster is changed meanwhile, under a continuous load of clients that"
          + " read and write, with and without conditions; every key must be linearizable."
          + " Scenarios need a cluster that was started by 'rondel up'; they leave it as they found"
          + " it."
    },
    footer = {
      "",
      "Scenarios:",
      "  grow     a node joins, then leaves again",
      "  shrink   a node leaves, then another joins",
      "  fail     a node is killed (kill -9), then comes back",
      "",
      "Examples:",
      "  rondel testbed run",
      "  rondel testbed run --file big.csv --threads 32",
      "  rondel testbed run --nodes http://localhost:3000,http://localhost:3001",
      "  rondel testbed run --node-host localhost    a cluster in containers",
      "  rondel testbed run --scenario fail --json"
    })
final class RunCommand implements Callable<Integer> {

  static final String DEFAULT_FILE = "test_bed.csv";

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Mixin private final TargetOptions target = new TargetOptions();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "The pairs, as 'generate' writes them. Default: "
              + DEFAULT_FILE
              + ", or 100 generated pairs.")
  private @Nullable Path file;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Of every choice: which node a pair is written through, which node is killed. Default:"
              + " ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "8",
      description = "Requests at once. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(names = "--no-load", description = "Only read: the pairs are there already.")
  private boolean noLoad;

  @Option(names = "--json", description = "The result as JSON; nothing else on standard output.")
  private boolean json;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "grow, shrink or fail; see below.")
  private @Nullable Scenario scenario;

  @Option(
      names = "--keep",
      description = "After a scenario, leave the cluster as the scenario made it.")
  private boolean keep;

  @Option(
      names = "--converge",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description =
          "How long the cluster may take to come to rest after a change. Default:"
              + " ${DEFAULT-VALUE}.")
  private int converge;

  @Option(
      names = "--max-write-gap",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "A key that cannot be written for longer is a failure. Default: ${DEFAULT-VALUE}.")
  private int maxWriteGap;

  @Option(
      names = "--max-read-gap",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "A key that cannot be read for longer is a failure. Default: ${DEFAULT-VALUE}.")
  private int maxReadGap;

  @Option(
      names = "--calm",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description =
          "How long the load runs before and after the change. Default: ${DEFAULT-VALUE}.")
  private int calm;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "8",
      description = "Of the load. Default: ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory of the cluster that 'rondel up' started; for scenarios.")
  private @Nullable Path data;

  @Option(
      names = "--launcher",
      paramLabel = "FILE",
      description = "The rondel command, which starts and ends the nodes of a scenario.")
  private @Nullable Path launcher;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    List<TestPair> pairs = pairs();
    boolean terminal = Boolean.parseBoolean(System.getProperty("rondel.terminal.err", "false"));
    var progress = Progress.on(System.err, terminal);
    Target cluster = target.connect();
    try (var interruption = new Interruption(PATIENCE);
        var _ = cluster.client()) {
      var crew = crew(interruption);
      boolean good =
          scenario == null
              ? verify(cluster, pairs, crew, progress)
              : play(scenario, cluster, pairs, crew, progress);
      return crew.stop().get() ? ExitCode.INTERRUPTED : good ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException silent) {
      throw new Failure(
          ExitCode.NOT_RUNNING, "the cluster no longer answers: " + silent.getMessage());
    }
  }

  private Crew crew(Interruption interruption) {
    try {
      return new Crew(threads, interruption.stop());
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    }
  }

  private boolean verify(Target cluster, List<TestPair> pairs, Crew crew, Progress progress)
      throws IOException {
    var verification = new Verification(cluster, pairs, crew, progress, seed);
    if (!noLoad) {
      verification.load();
    }
    Report report = verification.verify(Expectation.WHOLE);
    print(json ? Json.of(ReportJson.of(report)) : ReportText.of(report));
    return report.isGood();
  }

  private boolean play(
      Scenario chosen, Target cluster, List<TestPair> pairs, Crew crew, Progress progress) {
    var run =
        new ScenarioRun(
            cluster,
            control(),
            settings(chosen),
            pairs,
            crew,
            progress,
            line -> (json ? err() : out()).println(line));
    ScenarioReport report = run.play();
    print(json ? Json.of(ScenarioJson.of(report)) : ScenarioText.of(report));
    return report.isGood();
  }

  private ScenarioSettings settings(Scenario chosen) {
    try {
      return new ScenarioSettings(
          chosen,
          seed,
          keep,
          Duration.ofSeconds(converge),
          Duration.ofSeconds(maxWriteGap),
          Duration.ofSeconds(maxReadGap),
          Duration.ofSeconds(calm),
          LoadSettings.DEFAULT.withClients(clients));
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    }
  }

  private LauncherControl control() {
    Path command =
        launcher == null ? Path.of(System.getProperty("rondel.home", "."), "rondel") : launcher;
    if (!Files.isExecutable(command)) {
      throw new Failure(
          ExitCode.USAGE, command + " is not there; name the rondel command by: --launcher FILE");
    }
    List<String> options = data == null ? List.of() : List.of("--data", data.toString());
    return new LauncherControl(command.toAbsolutePath(), options);
  }

  private List<TestPair> pairs() {
    Path from = file == null ? Path.of(DEFAULT_FILE) : file;
    if (file == null && !Files.exists(from)) {
      err().println(from + " is not there: using 100 generated pairs");
      return PairGenerator.generate(PairShape.DEFAULT);
    }
    try {
      return PairFile.read(from);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.USAGE,
          "the pairs cannot be read: " + (Files.exists(from) ? e.getMessage() : "no file " + from));
    }
  }

  private void print(String text) {
    out().print(text);
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
