package dev.rondel.shell;

import dev.rondel.shell.render.Paint;
import dev.rondel.shell.render.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "where",
    mixinStandardHelpOptions = true,
    description = "Tells which chunk of a file lies where.",
    footer = {
      "",
      "Examples:",
      "  rondel files where holiday.mp4",
      "  rondel files where holiday.mp4 --chunks"
    })
final class FilesWhereCommand implements Callable<Integer> {

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(paramLabel = "NAME", description = "As in: rondel files ls.")
  private String name = "";

  @Option(names = "--chunks", description = "Each chunk; else how much lies on each node.")
  private boolean each;

  @Override
  public Integer call() {
    Console console = options.console();
    var places = new ArrayList<JsonNode>();
    JsonNode page;
    try (FileClient client = FileClient.of(options)) {
      String query = FileClient.path(name) + "?where&limit=1000&from=";
      page = client.tell(query + 0);
      places.addAll(page.path("places").values());
      while (page.has("next")) {
        page = client.tell(query + page.path("next").asLong());
        places.addAll(page.path("places").values());
      }
    }
    if (options.json()) {
      console.json(Map.of("name", name, "places", places));
      return ExitCode.OK;
    }
    console.result(
        "%s, %s in %d chunks of %s"
            .formatted(
                console.paint().bold(name),
                Transfer.size(page.path("size").asLong()),
                page.path("chunks").asLong(),
                Transfer.size(page.path("chunkSize").asLong())));
    console.result(each ? chunks(places, console.paint()) : nodes(places, console.paint()));
    return ExitCode.OK;
  }

  static List<String> chunks(List<JsonNode> places, Paint paint) {
    var table = new Table(">chunk", ">from", ">size", "chain");
    for (JsonNode place : places) {
      table.row(
          place.path("chunk").asString(),
          place.path("offset").asString(),
          Transfer.size(place.path("size").asLong()),
          replicas(place).stream().collect(Collectors.joining(" ")));
    }
    return table.lines(paint);
  }

  /** How much of a file a node has. */
  private static final class Share {
    private long asHead;
    private long copies;
    private long bytes;
  }

  static List<String> nodes(List<JsonNode> places, Paint paint) {
    var shares = new TreeMap<String, Share>();
    for (JsonNode place : places) {
      List<String> replicas = replicas(place);
      for (String node : replicas) {
        Share share = shares.computeIfAbsent(node, _ -> new Share());
        share.asHead += node.equals(replicas.getFirst()) ? 1 : 0;
        share.copies += node.equals(replicas.getFirst()) ? 0 : 1;
        share.bytes += place.path("size").asLong();
      }
    }
    var table = new Table("node", ">chunks as head", ">as replica", ">size");
    shares.forEach(
        (node, share) ->
            table.row(
                node,
                Long.toString(share.asHead),
                Long.toString(share.copies),
                Transfer.size(share.bytes)));
    return table.lines(paint);
  }

  private static List<String> replicas(JsonNode place) {
    return place.path("replicas").values().stream().map(JsonNode::asString).toList();
  }
}
