package dev.rondel.shell;

import dev.rondel.client.ReadOutcome;
import dev.rondel.client.RondelClient;
import dev.rondel.pair.Key;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description =
        "Reads a pair. The value goes to standard output as it is, byte for byte; on a terminal,"
            + " and in a shell, a line end follows. With --server before it: a name that this"
            + " server keeps for itself.",
    footer = {
      "",
      "Examples:",
      "  rondel get hello",
      "  rondel get photo > photo.jpg",
      "  rondel get hello --json",
      "  rondel get hello --via fingers",
      "  rondel --server localhost:3000 get motd"
    })
final class GetCommand implements Callable<Integer> {

  @ParentCommand private @Nullable Rondel parent;
  @Mixin private final ClusterOptions options = new ClusterOptions();
  @Mixin private final ViaOption via = new ViaOption();

  @Parameters(paramLabel = "KEY", description = "Any text.")
  private String key = "";

  @Option(
      names = {"-v", "--verbose"},
      description = "Also say, on standard error, who answered and which version it is.")
  private boolean verbose;

  @Override
  public Integer call() {
    URI server = Objects.requireNonNull(parent).system().server();
    if (server != null) {
      show(new OneServer(server).get(key), Console.of(true));
      return ExitCode.OK;
    }
    try (RondelClient client = options.connect(via::in)) {
      return report(Key.of(key), client.get(Key.of(key)), options.json(), verbose);
    }
  }

  /** Shows what was found; throws what was not. */
  static int report(Key key, ReadOutcome outcome, boolean json, boolean verbose) {
    var console = Console.of(true);
    return switch (outcome) {
      case ReadOutcome.Found found -> {
        ViaOption.tell(found.route(), console);
        if (json) {
          console.json(PairJson.found(key, found));
        } else {
          show(found, verbose, console);
        }
        yield ExitCode.OK;
      }
      case ReadOutcome.Missing(var route) -> {
        ViaOption.tell(route, console);
        if (json) {
          console.json(PairJson.missing(key, route));
        }
        throw Failure.notFound("no such key: " + key);
      }
      case ReadOutcome.Rejected(var problem) -> throw Failure.failed("refused: " + problem);
      case ReadOutcome.Unavailable(var reason) ->
          throw Failure.failed("nobody could answer: " + reason);
    };
  }

  private static void show(ReadOutcome.Found found, boolean verbose, Console console) {
    show(found.value().bytes(), console);
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

  private static void show(byte[] value, Console console) {
    console.bytes(value);
    if (Boolean.getBoolean("rondel.terminal.out") || Boolean.getBoolean(ShellCommand.RUNNING)) {
      console.result("");
    }
  }
}
