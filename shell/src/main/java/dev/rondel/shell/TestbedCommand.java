package dev.rondel.shell;

import dev.rondel.shell.cluster.ClusterDirectory;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/**
 * In the list of commands only, as its neighbours here are: {@link Rondel#main} hands them to the
 * testbed, unparsed.
 */
@Command(
    name = "testbed",
    description =
        "Generates test pairs, loads and checks them, runs scenarios and benchmarks. It has its own"
            + " --help.")
final class TestbedCommand {

  static final String NAME = "testbed";

  @Command(
      name = "check",
      description =
          "Checks, in a running cluster, that every key is linearizable: records what clients are"
              + " answered under load, and judges it.")
  static final class Check {}

  @Command(
      name = "chaos",
      description =
          "Kills, pauses, cuts off, adds and removes the nodes of a cluster of its own under load,"
              + " and checks that nothing is lost and every answer is right.")
  static final class Chaos {}

  @Command(
      name = "simulate",
      description =
          "Runs whole clusters in simulated time, from seeds, in all kinds of trouble, and checks"
              + " the protocol after every step. Needs no cluster.")
  static final class Simulate {}

  private static final Set<String> COMMANDS_OF_THE_TESTBED =
      Set.of(NAME, "check", "chaos", "simulate");

  static boolean isFor(String[] arguments) {
    return arguments.length > 0 && COMMANDS_OF_THE_TESTBED.contains(arguments[0]);
  }

  /** The testbed, against the cluster of this machine where nothing else is said. */
  static int run(List<String> words) {
    List<String> arguments = words.getFirst().equals(NAME) ? words.subList(1, words.size()) : words;
    var testbed = new TestbedRun(LocalOptions.home()).handingOver();
    ClusterDirectory directory = new LocalOptions().directory();
    if (System.getenv(ClusterOptions.COORDINATOR_VARIABLE) == null) {
      directory.running().ifPresent(cluster -> testbed.against(directory, cluster));
    }
    return testbed.run(arguments, Console.of(false));
  }
}
