package dev.rondel.shell;

import dev.rondel.client.ReadOutcome;
import dev.rondel.client.RondelClient;
import dev.rondel.pair.Key;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description =
        "Reads a pair. The value goes to standard output as it is, byte for byte; on a terminal a"
            + " line end follows.",
    footer = {
      "",
      "Examples:",
      "  rondel get hello",
      "  rondel get photo > photo.jpg",
      "  rondel get hello --json"
    })
final class GetCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(paramLabel = "KEY", description = "Any text.")
  private String key = "";

  @Option(
      names = {"-v", "--verbose"},
      description = "Also say, on standard error, who answered and which version it is.")
  private boolean verbose;

  @Override
  public Integer call() {
    var console = Console.of(true);
    try (RondelClient client = options.connect()) {
      return switch (client.get(Key.of(key))) {
        case ReadOutcome.Found found -> {
          show(found, console);
          yield ExitCode.OK;
        }
        case ReadOutcome.Missing(var route) -> {
          if (options.json()) {
            console.json(PairJson.missing(Key.of(key), route));
          }
          throw Failure.notFound("no such key: " + key);
        }
        case ReadOutcome.Rejected(var problem) -> throw Failure.failed("refused: " + problem);
        case ReadOutcome.Unavailable(var reason) ->
            throw Failure.failed("nobody could answer: " + reason);
      };
    }
  }

  private void show(ReadOutcome.Found found, Console console) {
    if (options.json()) {
      console.json(PairJson.found(Key.of(key), found));
      return;
    }
    console.bytes(found.value().bytes());
    if (Boolean.getBoolean("rondel.terminal.out")) {
      console.result("");
    }
    if (verbose) {
      console.line(
          "version "
              + found.version()
              + ", "
              + found.value()
              + ", "
              + PairJson.told(found.route()));
    }
  }
}
