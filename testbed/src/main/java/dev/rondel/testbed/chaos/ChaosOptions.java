package dev.rondel.testbed.chaos;

import dev.rondel.shell.Failure;
import dev.rondel.testbed.chaos.plan.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The cluster, the load and the trouble that were asked for. */
final class ChaosOptions {

  private static final int NODES = 5;
  private static final int NODES_OF_A_REPORT = 10;
  private static final int PAUSE = 8;
  private static final int PAUSE_OF_A_REPORT = 100;

  /** As many nodes as can have a full disk. */
  private static final int SMALL_DISKS = 2;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "5",
      description =
          "How long trouble is made; parts are possible. The clock stands still while a slow"
              + " machine starts everything again. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--faults",
      paramLabel = "FAULT",
      split = ",",
      description = "Which, with commas between. Default: all.")
  private List<String> faults = List.of();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "At the beginning. Default: 5, and 10 for a report.")
  private @Nullable Integer nodes;

  @Option(
      names = "--replicas",
      paramLabel = "R",
      defaultValue = "2",
      description = "Copies of each pair. Default: ${DEFAULT-VALUE}.")
  private int replicas;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the schedule. Default: a random one, which is printed.")
  private @Nullable Long seed;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "12",
      description = "Requests at once. Default: ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "500",
      description = "That are read and written. Default: ${DEFAULT-VALUE}.")
  private int keys;

  @Option(
      names = "--pause",
      paramLabel = "MILLIS",
      description =
          "Of each client between two operations, on average. Default: 8, and 100 for a report,"
              + " which is not to measure a processor that has no time.")
  private @Nullable Integer pause;

  @Option(
      names = "--heal",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description =
          "How long the cluster may take to come to rest afterwards. Default: ${DEFAULT-VALUE}.")
  private int heal;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "An empty or new directory. Default: a new one below .rondel/chaos.")
  private @Nullable Path data;

  @Option(names = "--keep", description = "Keep logs and data also where all is right.")
  private boolean keep;

  @Option(
      names = "--coordinator-port",
      paramLabel = "PORT",
      description = "Of HTTP; gRPC is 10000 above. Default: ports that are free.")
  private @Nullable Integer coordinatorPort;

  @Option(
      names = "--first-port",
      paramLabel = "PORT",
      description = "Of the first node; relays take ports from 200 above.")
  private @Nullable Integer firstPort;

  double minutes() {
    return minutes;
  }

  Duration duration() {
    return Duration.ofMillis((long) (minutes * 60_000));
  }

  /** A new set, which the caller may change. */
  Set<Fault> faults() {
    try {
      return faults.isEmpty()
          ? EnumSet.allOf(Fault.class)
          : faults.stream()
              .map(Fault::named)
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
    } catch (IllegalArgumentException unknown) {
      throw Failure.usage(String.valueOf(unknown.getMessage()));
    }
  }

  int smallDisks() {
    return faults().contains(Fault.DISK) ? SMALL_DISKS : 0;
  }

  int nodes(boolean forReport) {
    return nodes != null ? nodes : forReport ? NODES_OF_A_REPORT : NODES;
  }

  int replicas() {
    return replicas;
  }

  @Nullable Long seed() {
    return seed;
  }

  int clients() {
    return clients;
  }

  Duration pause(boolean forReport) {
    return Duration.ofMillis(pause != null ? pause : forReport ? PAUSE_OF_A_REPORT : PAUSE);
  }

  Duration heal() {
    return Duration.ofSeconds(heal);
  }

  RunSettings runSettings(long chosenSeed) {
    return new RunSettings(duration(), chosenSeed, clients, keys, pause(false), heal());
  }

  @Nullable Path data() {
    return data;
  }

  boolean keep() {
    return keep;
  }

  @Nullable Integer coordinatorPort() {
    return coordinatorPort;
  }

  @Nullable Integer firstPort() {
    return firstPort;
  }
}
