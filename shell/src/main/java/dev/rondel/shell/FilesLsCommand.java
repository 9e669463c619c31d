package dev.rondel.shell;

import dev.rondel.shell.render.Paint;
import dev.rondel.shell.render.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    description = "Lists files by name, with size, time and the beginning of their SHA-256.",
    footer = {"", "Examples:", "  rondel files ls", "  rondel files ls docs/"})
final class FilesLsCommand implements Callable<Integer> {

  private static final int DIGITS = 12;
  private static final int SECONDS = 19;

  @Mixin private final ClusterOptions options = new ClusterOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "Only names that begin with this.")
  private String prefix = "";

  @Override
  public Integer call() {
    Console console = options.console();
    var files = new ArrayList<JsonNode>();
    try (FileClient client = FileClient.of(options)) {
      String query = "/files?limit=1000&prefix=" + FileClient.encoded(prefix);
      for (String cursor = ""; ; ) {
        JsonNode page = client.tell(query + cursor);
        files.addAll(page.path("files").values());
        if (!page.has("next")) {
          break;
        }
        cursor = "&cursor=" + page.path("next").asString();
      }
    }
    files.sort(Comparator.comparing(file -> file.path("name").asString()));
    if (options.json()) {
      console.json(Map.of("files", files));
    } else if (files.isEmpty()) {
      console.result("no files");
    } else {
      console.result(lines(files, console.paint()));
    }
    return ExitCode.OK;
  }

  static List<String> lines(List<JsonNode> files, Paint paint) {
    var table = new Table(">size", "modified (UTC)", "sha256", "name");
    for (JsonNode file : files) {
      table.row(
          Transfer.size(file.path("size").asLong()),
          file.path("modified").asString().substring(0, SECONDS).replace('T', ' '),
          file.path("sha256").asString().substring(0, DIGITS),
          file.path("name").asString());
    }
    return table.lines(paint);
  }
}
