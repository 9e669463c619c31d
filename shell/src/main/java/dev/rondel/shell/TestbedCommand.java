package dev.rondel.shell;

import dev.rondel.shell.cluster.ClusterDirectory;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * In the list of commands only: {@link Rondel#main} hands what follows to the testbed, unparsed.
 */
@Command(
    name = "testbed",
    description =
        "Generates test pairs, loads and checks them, runs scenarios and benchmarks. It has its own"
            + " --help.")
final class TestbedCommand {

  static final String NAME = "testbed";

  /** The testbed, against the cluster of this machine where nothing else is said. */
  static int run(List<String> arguments) {
    var testbed = new TestbedRun(LocalOptions.home());
    ClusterDirectory directory = new LocalOptions().directory();
    if (System.getenv(ClusterOptions.COORDINATOR_VARIABLE) == null) {
      directory.running().ifPresent(cluster -> testbed.against(directory, cluster));
    }
    return testbed.run(arguments, Console.of(false));
  }
}
