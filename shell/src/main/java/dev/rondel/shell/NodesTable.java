package dev.rondel.shell;

import dev.rondel.ring.NodeId;
import dev.rondel.shell.render.Bar;
import dev.rondel.shell.render.NodeShare;
import dev.rondel.shell.render.Paint;
import dev.rondel.shell.render.Table;
import dev.rondel.view.Member;
import dev.rondel.view.View;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a cluster, a row each; without those that have left for good.
 *
 * @param told null where the coordinator does not answer
 */
record NodesTable(View view, @Nullable CoordinatorTold told) {

  private static final int BAR = 24;

  private record Row(Member member, NodeShare share) {}

  private List<Row> rows() {
    return NodeShare.of(view).stream()
        .map(share -> new Row(member(share.id()), share))
        .filter(row -> row.member().up() || row.member().standing() != Member.Standing.OUT)
        .sorted(Comparator.comparing(row -> row.share().id()))
        .toList();
  }

  private Member member(NodeId id) {
    return view.member(id).orElseThrow();
  }

  List<String> lines(Paint paint) {
    var table = new Table("NODE", "STATE", ">SHARE", ">KEYS", "ADDRESS");
    for (Row row : rows()) {
      table.row(
          row.member().id().value(),
          state(row, paint),
          percent(row.share().head()),
          keys(row),
          row.member().httpAddress());
    }
    return table.lines(paint);
  }

  /** With bars instead of addresses: the longest is that of the greatest share. */
  List<String> balance(Paint paint) {
    double greatest = rows().stream().mapToDouble(row -> row.share().head()).max().orElse(0);
    var table = new Table("NODE", "STATE", ">SHARE", "", ">KEYS");
    for (Row row : rows()) {
      double part = greatest == 0 ? 0 : row.share().head() / greatest;
      table.row(
          row.member().id().value(),
          state(row, paint),
          percent(row.share().head()),
          Bar.of(part, BAR),
          keys(row));
    }
    return table.lines(paint);
  }

  private static String state(Row row, Paint paint) {
    if (!row.member().up()) {
      return paint.bad(
          row.member().standing() == Member.Standing.REPLACED ? "down, replaced" : "down");
    }
    String copies = row.share().learning() > 0 ? ", copies " + row.share().learning() : "";
    return switch (row.member().standing()) {
      case DRAINING -> paint.busy("leaving" + copies);
      case OUT -> paint.faint("out");
      case IN, REPLACED -> copies.isEmpty() ? paint.good("up") : paint.busy("up" + copies);
    };
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", part * 100);
  }

  private String keys(Row row) {
    return told == null
        ? "-"
        : told.pairs(row.member().id().value()).map(keys -> Long.toString(keys)).orElse("-");
  }

  List<Map<String, Object>> json() {
    return rows().stream().map(this::json).toList();
  }

  private Map<String, Object> json(Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    String id = row.member().id().value();
    json.put("id", id);
    json.put("up", row.member().up());
    json.put("standing", row.member().standing().name());
    json.put("share", row.share().head());
    json.put("ranges", row.share().ranges());
    json.put("learning", row.share().learning());
    if (told != null) {
      told.pairs(id).ifPresent(keys -> json.put("keys", keys));
    }
    json.put("address", row.member().httpAddress());
    return json;
  }
}
