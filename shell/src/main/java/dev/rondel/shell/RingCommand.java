package dev.rondel.shell;

import dev.rondel.client.RondelClient;
import dev.rondel.shell.render.NodeShare;
import dev.rondel.shell.render.RingPicture;
import dev.rondel.view.View;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "ring",
    mixinStandardHelpOptions = true,
    description =
        "Draws the ring: whose each part is, clockwise from token 0 at the top, and how large each"
            + " node's share is.",
    footer = {"", "Example:", "  rondel ring"})
final class RingCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Override
  public Integer call() {
    Console console = options.console();
    try (RondelClient client = options.connect()) {
      View view = client.view();
      if (options.json()) {
        console.json(json(view));
      } else {
        console.result(new RingPicture(view, console.paint()).lines());
        console.result(
            "epoch %s, %d ranges, %d copies of each pair, %s"
                .formatted(
                    view.epoch(), view.ranges().size(), view.replicationFactor(), view.hash()));
      }
      return ExitCode.OK;
    }
  }

  private static Map<String, Object> json(View view) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("epoch", view.epoch().value());
    json.put("hash", view.hash());
    json.put("replicationFactor", view.replicationFactor());
    json.put("ranges", view.ranges().size());
    json.put("nodes", NodeShare.of(view).stream().map(RingCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(NodeShare share) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", share.id().value());
    json.put("head", share.head());
    json.put("replica", share.replica());
    json.put("ranges", share.ranges());
    json.put("learning", share.learning());
    return json;
  }
}
