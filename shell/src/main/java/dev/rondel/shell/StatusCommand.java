package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import dev.rondel.shell.cluster.ClusterState;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows each process and each node: whether it is up, its part of the ring, its pairs, its"
          + " memory, and what moves.",
      "It succeeds where everything is up, fails with 1 where something is down, and with 3 where"
          + " nothing runs."
    },
    footer = {
      "",
      "Examples:",
      "  rondel status",
      "  rondel status --json --coordinator http://localhost:9999"
    })
final class StatusCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Override
  public Integer call() {
    Console console = options.console();
    ClusterState local = options.local().orElse(null);
    StatusReport report = report(local);
    if (options.json()) {
      console.json(report.json());
    } else {
      console.result(report.lines(console.paint()));
    }
    return report.isWhole() ? ExitCode.OK : ExitCode.FAILED;
  }

  private StatusReport report(@Nullable ClusterState local) {
    try (RondelClient client = options.connect()) {
      return new StatusReport(local, client.view(), CoordinatorTold.ask(client));
    } catch (Failure nobodyAnswers) {
      if (local == null) {
        throw nobodyAnswers;
      }
      return new StatusReport(local, null, null);
    }
  }
}
