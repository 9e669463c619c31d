package dev.rondel.testbed.chaos.cluster;

import dev.rondel.shell.Failure;
import dev.rondel.shell.cluster.Ports;
import dev.rondel.shell.cluster.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where a run's servers listen. */
public record PortPlan(int coordinator, int firstNode) {

  /**
   * Blocks of ports to try, all of them, gRPC's and the relays' among them, below those that
   * systems give to outgoing connections: the port of a server that is down for a moment must not
   * be gone when it comes back.
   */
  private static final List<Integer> BLOCKS = List.of(22_000, 21_000, 20_000, 18_000, 17_000);

  /** What was asked for, else ports that are free. */
  public static PortPlan choose(
      @Nullable Integer coordinator, @Nullable Integer firstNode, int nodes) {
    if (coordinator != null && firstNode != null) {
      return new PortPlan(coordinator, firstNode);
    }
    if (coordinator != null || firstNode != null) {
      throw Failure.usage("--coordinator-port and --first-port are given together, or not at all");
    }
    return BLOCKS.stream()
        .map(block -> new PortPlan(block, block + 1))
        .filter(plan -> plan.needed(nodes).stream().allMatch(Ports::isFree))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.failed(
                    "no block of free ports was found at "
                        + BLOCKS
                        + "; name some by --coordinator-port and --first-port"));
  }

  private List<Integer> needed(int nodes) {
    var ports = new ArrayList<Integer>();
    ports.add(coordinator);
    IntStream.range(firstNode, firstNode + nodes).forEach(ports::add);
    List<Integer> both = new ArrayList<>(ports);
    ports.forEach(port -> both.add(port + ServerState.GRPC_OFFSET));
    return both;
  }
}
