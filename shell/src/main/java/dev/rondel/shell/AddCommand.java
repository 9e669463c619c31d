package dev.rondel.shell;

import dev.rondel.client.Admin;
import dev.rondel.client.RondelClient;
import dev.rondel.ring.NodeId;
import dev.rondel.shell.cluster.ClusterDirectory;
import dev.rondel.shell.cluster.ClusterPlan;
import dev.rondel.shell.cluster.ClusterSession;
import dev.rondel.shell.cluster.ClusterState;
import dev.rondel.shell.cluster.ServerState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = "Starts one more node, and waits until it has its part of the data.",
    footer = {"", "Examples:", "  rondel add", "  rondel add --weight 2 --zone b"})
final class AddCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Option(
      names = "--weight",
      paramLabel = "W",
      description = "Its part of the ring, as a multiple of other nodes'. Default: 1.")
  private @Nullable Double weight;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Where it stands; copies of a pair go to different zones.")
  private @Nullable String zone;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long it may take. Default: ${DEFAULT-VALUE}.")
  private int timeout = 600;

  @Override
  public Integer call() throws IOException {
    Console console = options.console();
    if (weight != null && !(weight > 0 && weight <= 1000)) {
      throw Failure.usage("--weight is above 0 and at most 1000, not " + weight);
    }
    ClusterDirectory directory = options.directory();
    Duration patience = Duration.ofSeconds(timeout);
    try (ClusterSession session = options.open(directory, console, patience, "add")) {
      ClusterState cluster =
          session
              .state()
              .filter(state -> state.coordinator().isAlive())
              .orElseThrow(
                  () ->
                      Failure.notRunning(
                          "no coordinator is running here; start a cluster by: rondel up"));
      ServerState node = session.startOne(ClusterPlan.next(cluster, weight, zone));
      var id = NodeId.of(node.name());
      try (RondelClient client = options.connect()) {
        join(client.admin(), id);
        var movement = new Movement(client, console, patience);
        movement.await("moving data to " + id, Movement.hasArrived(id));
        movement.awaitComplete();
        var view = client.refresh();
        long ranges = view.ranges().stream().filter(range -> range.chain().contains(id)).count();
        if (options.json()) {
          console.json(
              Map.of(
                  "added",
                  StatusReport.localJson(node),
                  "ranges",
                  ranges,
                  "epoch",
                  view.epoch().value()));
        } else {
          console.result(
              node.name()
                  + " has its data: it serves "
                  + ranges
                  + " of "
                  + view.ranges().size()
                  + " ranges");
        }
      }
      return ExitCode.OK;
    }
  }

  /**
   * A node that was removed earlier stays out of the ring, with its old weight and zone, until it
   * is told to join.
   */
  private void join(Admin admin, NodeId id) throws IOException {
    Admin.Outcome outcome = admin.join(id);
    if (outcome instanceof Admin.Outcome.Done && (weight != null || zone != null)) {
      outcome = admin.change(id, weight, zone);
    }
    if (outcome instanceof Admin.Outcome.Refused(var problem)) {
      throw new Failure(ExitCode.FAILED, "the coordinator does not take " + id + " in: " + problem);
    }
  }
}
