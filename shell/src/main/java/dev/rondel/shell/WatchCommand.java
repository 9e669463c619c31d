package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import dev.rondel.view.View;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description =
        "Shows how the ring is shared and what moves, again and again, until Ctrl-C. Where the"
            + " output is no terminal, one picture follows the other.",
    footer = {
      "",
      "Examples:",
      "  rondel watch                      and meanwhile, elsewhere: rondel add",
      "  rondel watch --interval 5 --count 12 > balance.txt"
    })
final class WatchCommand implements Callable<Integer> {

  private static final String FIRST = "\u001b[2J\u001b[H";
  private static final String AGAIN = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Between two pictures. Default: ${DEFAULT-VALUE}.")
  private double interval = 1;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after so many pictures. Default: only at Ctrl-C.")
  private @Nullable Integer count;

  @Override
  public Integer call() throws IOException {
    Console console = options.console();
    if (!(interval >= 0.1 && interval <= 86_400) || (count != null && count < 1)) {
      throw Failure.usage("--interval is 0.1 to 86,400, and --count at least 1");
    }
    boolean isRedrawn = !options.json() && Boolean.getBoolean("rondel.terminal.out");
    try (RondelClient client = options.connect()) {
      for (int shown = 0; count == null || shown < count; shown++) {
        if (shown > 0) {
          Thread.sleep(Duration.ofMillis(Math.round(interval * 1000)));
        }
        View view = view(client);
        CoordinatorTold told = CoordinatorTold.ask(client);
        if (Thread.interrupted()) {
          return ExitCode.OK;
        }
        if (options.json()) {
          console.json(new NodesTable(view, told).json());
        } else {
          draw(picture(view, told, console), isRedrawn, shown == 0, console);
        }
      }
    } catch (InterruptedException enough) {
      // by Ctrl-C in a shell; elsewhere that ends the process
    }
    return ExitCode.OK;
  }

  /** The newest; where nobody tells it now, the last one. */
  private static View view(RondelClient client) {
    try {
      return client.refresh();
    } catch (IOException silent) {
      return client.view();
    }
  }

  private static List<String> picture(View view, @Nullable CoordinatorTold told, Console console) {
    List<String> lines = new ArrayList<>();
    lines.add(StatusReport.ringLine(view, told, console.paint()));
    if (told == null) {
      lines.add(console.paint().bad("the coordinator does not answer"));
    }
    lines.add("");
    lines.addAll(new NodesTable(view, told).balance(console.paint()));
    return lines;
  }

  private static void draw(
      List<String> lines, boolean isRedrawn, boolean isFirst, Console console) {
    if (isRedrawn) {
      console.result(
          (isFirst ? FIRST : AGAIN)
              + String.join(REST_OF_LINE + "\n", lines)
              + REST_OF_LINE
              + REST_OF_SCREEN);
    } else {
      if (!isFirst) {
        console.result("");
      }
      console.result(lines);
    }
  }
}
