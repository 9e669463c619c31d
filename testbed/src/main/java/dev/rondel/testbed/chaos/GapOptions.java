package dev.rondel.testbed.chaos;

import java.time.Duration;
import picocli.CommandLine.Option;

/** What a report measures. */
final class GapOptions {

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "30",
      description = "For the report: nodes killed, one after the other. Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--pauses",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "For the report: nodes paused for longer than their lease. Default: ${DEFAULT-VALUE}.")
  private int pauses;

  @Option(
      names = "--cuts",
      paramLabel = "N",
      defaultValue = "6",
      description = "For the report: nodes cut off from everybody. Default: ${DEFAULT-VALUE}.")
  private int cuts;

  @Option(
      names = "--coordinator-pause",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description =
          "For the report: then the coordinator is paused for so long, and no request may fail; 0:"
              + " it is not. Default: ${DEFAULT-VALUE}.")
  private int coordinatorPause;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "For the report: of load before the first strike, as what has just started is slow."
              + " Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  int kills() {
    return kills;
  }

  int pauses() {
    return pauses;
  }

  int cuts() {
    return cuts;
  }

  Duration warmUp() {
    return Duration.ofSeconds(warmUp);
  }

  Duration coordinatorPause() {
    return Duration.ofSeconds(coordinatorPause);
  }
}
