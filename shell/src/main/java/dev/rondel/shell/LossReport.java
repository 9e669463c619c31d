package dev.rondel.shell;

import dev.rondel.shell.render.Paint;
import dev.rondel.shell.render.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What is given up, or would be, as the coordinator tells it. */
record LossReport(JsonNode loss) {

  List<String> lines(Paint paint) {
    var table = new Table("AFTER", "UP TO", ">SHARE", ">KEYS", "ONLY ON");
    loss.path("ranges").valueStream().forEach(range -> row(table, range));
    List<String> lines = new ArrayList<>(table.lines(paint));
    lines.add("");
    String sum =
        "%d ranges with about %d keys "
            .formatted(loss.path("ranges").size(), loss.path("keys").asLong());
    lines.add(
        sum
            + (loss.path("accepted").asBoolean()
                ? "are given up; they begin empty"
                : "would be lost. Nothing is done yet; to give them up: --yes"));
    return lines;
  }

  private static void row(Table table, JsonNode range) {
    table.row(
        range.path("after").asString(),
        range.path("token").asString(),
        String.format(Locale.ROOT, "%.2f %%", range.path("share").asDouble() * 100),
        range.path("keys").asString(),
        range
            .path("holders")
            .valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.joining(" ")));
  }
}
