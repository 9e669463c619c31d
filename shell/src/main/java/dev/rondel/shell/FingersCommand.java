package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import dev.rondel.ring.NodeId;
import dev.rondel.shell.render.Paint;
import dev.rondel.shell.render.Table;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import dev.rondel.wire.FingersDocument;
import dev.rondel.wire.FingersDocument.Finger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "fingers",
    mixinStandardHelpOptions = true,
    description =
        "Shows the fingers of a node: to whom the way over the finger tables goes on from it, by"
            + " where it is to lead.",
    footer = {"", "Examples:", "  rondel fingers node_3000", "  rondel fingers node_3000 --all"})
final class FingersCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(paramLabel = "NODE", description = "Its name, as in: rondel ring.")
  private String node = "";

  @Option(
      names = "--all",
      description = "All 128 fingers; else neighbours that are the same node are one.")
  private boolean all;

  @Override
  public Integer call() {
    Console console = options.console();
    try (RondelClient client = options.connect()) {
      FingersDocument fingers = of(node, client.view(), all);
      if (options.json()) {
        console.json(fingers);
      } else {
        console.result(lines(fingers, console.paint()));
      }
      return ExitCode.OK;
    }
  }

  static FingersDocument of(String node, View view, boolean all) {
    Member member =
        view.members().stream()
            .filter(known -> known.id().value().equals(node))
            .findFirst()
            .orElseThrow(
                () ->
                    Failure.notFound(
                        "there is no node '%s'; there are %s"
                            .formatted(
                                node, named(view.members().stream().map(Member::id).toList()))));
    if (!member.up()) {
      throw Failure.failed(
          "%s is down, so no request travels over it; up are %s"
              .formatted(node, named(view.living())));
    }
    return FingersDocument.of(member.id(), view, all);
  }

  private static String named(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).collect(Collectors.joining(", "));
  }

  static List<String> lines(FingersDocument fingers, Paint paint) {
    var lines = new ArrayList<String>();
    lines.add(
        "%s stands at %s, in epoch %d"
            .formatted(paint.bold(fingers.node()), fingers.position(), fingers.epoch()));
    var table = new Table(">fingers", "start", "end (not included)", "node", "address");
    for (Finger finger : fingers.fingers()) {
      table.row(
          finger.first() == finger.last()
              ? Integer.toString(finger.first())
              : finger.first() + "-" + finger.last(),
          finger.start(),
          finger.end(),
          finger.node(),
          finger.address());
    }
    lines.addAll(table.lines(paint));
    return lines;
  }
}
