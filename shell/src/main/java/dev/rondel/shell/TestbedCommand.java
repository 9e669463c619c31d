package dev.rondel.shell;

import java.net.URI;
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
      name = "demo",
      description =
          "Walks through what another system does, on a cluster of its own, and checks each step.")
  static final class Demo {}

  @Command(
      name = "load",
      description =
          "Stores pairs: those of a CSV file, or generated ones. 'testbed run' also checks them.")
  static final class Load {}

  @Command(
      name = "simulate",
      description =
          "Runs whole clusters in simulated time, from seeds, in all kinds of trouble, and checks"
              + " the protocol after every step. Needs no cluster.")
  static final class Simulate {}

  private static final Set<String> COMMANDS_OF_THE_TESTBED =
      Set.of(NAME, "check", "chaos", "demo", "load", "simulate");

  static boolean isFor(List<String> words) {
    return !words.isEmpty() && COMMANDS_OF_THE_TESTBED.contains(words.getFirst());
  }

  /**
   * The testbed, against the cluster of this machine where nothing else is said.
   *
   * @param options what is said
   * @return the exit code
   */
  static int run(List<String> words, ClusterOptions options) {
    try {
      return handOver(words, options);
    } catch (Failure failure) {
      System.err.println("rondel: " + failure.getMessage());
      return failure.exitCode();
    }
  }

  private static int handOver(List<String> words, ClusterOptions options) {
    List<String> arguments = words.getFirst().equals(NAME) ? words.subList(1, words.size()) : words;
    var testbed = new TestbedRun(LocalOptions.home()).handingOver();
    URI asked = options.askedFor();
    if (asked != null) {
      testbed.against(asked);
    }
    options.local().ifPresent(cluster -> testbed.against(options.directory(), cluster));
    return testbed.run(arguments, Console.of(false));
  }
}
