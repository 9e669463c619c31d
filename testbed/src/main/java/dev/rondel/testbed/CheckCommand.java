package dev.rondel.testbed;

import dev.rondel.testbed.check.CheckReport;
import dev.rondel.testbed.check.CheckRun;
import dev.rondel.testbed.check.CheckText;
import dev.rondel.testbed.load.HistoryFile;
import dev.rondel.testbed.load.LoadSettings;
import dev.rondel.testbed.terminal.Progress;
import dev.rondel.testbed.verify.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "rondel check [--target URL[,URL...]] [--seconds N] [--clients N] [--keys N]",
      "             [--node-host HOST] [--timeout SECONDS] [--history FILE] [--json]"
    },
    description = {
      "Checks that a running cluster keeps its promise: every key is a linearizable register."
          + " Whatever its clients were answered, by whichever node, there is one order of the"
          + " operations that explains every answer, and what was acknowledged before something"
          + " else began stands before it.",
      "",
      "Clients read, put, put if absent, put if the version is still the same, and delete, many at"
          + " once on the same keys, through all nodes. They note when they asked, what they were"
          + " answered and when. At the end every key is read once more from every node, and the"
          + " record is searched for such an order. A write of unknown outcome counts as one that"
          + " took effect at any later time, or never.",
      "",
      "It uses keys of its own, with a random prefix, and deletes them afterwards. The cluster may"
          + " be in use, and may fail: kill a node meanwhile. Ctrl-C ends it early; what was"
          + " recorded is judged all the same.",
      ""
    },
    footer = {
      "",
      "If a key is not linearizable, the few operations that prove it are printed, all are written"
          + " to a file, and the key is left as it is.",
      "",
      "Examples:",
      "  rondel check                                        the cluster of this machine",
      "  rondel check --target http://10.0.0.5:9999 --seconds 300",
      "  rondel check --target http://10.0.0.6:3000,http://10.0.0.7:3000    these two nodes",
      "  rondel check --target http://localhost:9999 --node-host localhost  in containers",
      "",
      "Exit codes:",
      "  0 linearizable, 1 not, or not to be judged, 2 wrong usage, 3 nobody answers"
    })
final class CheckCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

  @Option(
      names = "--target",
      paramLabel = "URL",
      split = ",",
      description =
          "The coordinator, which stands for all its nodes; or nodes, and only these are asked."
              + " Default: RONDEL_COORDINATOR, else the cluster that 'rondel up' started, else"
              + " http://localhost:9999.")
  private List<URI> targets = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long the clients work. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "16",
      description = "At least one for each node. Default: ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "100",
      description = "That the clients share. Default: ${DEFAULT-VALUE}.")
  private int keys;

  @Option(
      names = "--node-host",
      paramLabel = "HOST",
      description =
          "Reach the nodes on this host, with their ports: for containers whose names are not known"
              + " here.")
  private @Nullable String nodeHost;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "Of one request. A write that is not answered by then is of unknown outcome. Default:"
              + " ${DEFAULT-VALUE}.")
  private int timeout;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description =
          "Write all operations there, a line each. Default: rondel-check-TIME.tsv in this"
              + " directory where something is wrong, else nowhere.")
  private @Nullable Path history;

  @Option(names = "--json", description = "The result as JSON; nothing else on standard output.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var progress = Progress.on(System.err, Boolean.getBoolean("rondel.terminal.err"));
    LoadSettings settings = settings();
    Target target = TargetOptions.connect(targets, nodeHost, timeout);
    try (var interruption = new Interruption(PATIENCE);
        var _ = target.client()) {
      CheckReport report =
          new CheckRun(target, settings, Duration.ofSeconds(seconds), interruption.stop(), progress)
              .run();
      int exit = tell(report);
      interruption.endWith(exit);
      return exit;
    } catch (IOException silent) {
      throw new Failure(
          ExitCode.NOT_RUNNING, "the cluster no longer answers: " + silent.getMessage());
    }
  }

  private LoadSettings settings() {
    if (seconds < 1 || timeout < 1) {
      throw new Failure(ExitCode.USAGE, "--seconds and --timeout are at least 1");
    }
    try {
      return LoadSettings.DEFAULT.withClients(clients).withKeys(keys).withPause(PAUSE);
    } catch (IllegalArgumentException wrong) {
      throw new Failure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    }
  }

  private int tell(CheckReport report) {
    if (!report.isAnswered()) {
      throw new Failure(
          ExitCode.NOT_RUNNING,
          "nobody answered: "
              + String.join(", ", report.nodes())
              + ", asked for "
              + seconds
              + " s");
    }
    Path file = history == null && !report.isGood() ? defaultFile(report.startedAt()) : history;
    var out = spec.commandLine().getOut();
    out.print(json ? Json.of(report.json()) : CheckText.of(report));
    out.flush();
    if (file != null) {
      write(file, report);
    }
    return report.isGood() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static Path defaultFile(Instant startedAt) {
    return Path.of("rondel-check-" + SECOND.format(startedAt) + ".tsv");
  }

  private void write(Path file, CheckReport report) {
    var err = spec.commandLine().getErr();
    try {
      HistoryFile.write(file, report.result().operations());
      err.println("all operations are in " + file);
    } catch (IOException e) {
      err.println("rondel check: the operations cannot be written: " + e);
    }
    err.flush();
  }
}
