package dev.rondel.shell.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under a head, each column as wide as its widest cell. Colours do not count. */
public final class Table {

  private static final String GAP = "  ";
  private static final String COLOUR = "\u001b\\[[0-9;]*m";

  private final List<String> names;
  private final List<Boolean> isRight;
  private final List<List<String>> rows = new ArrayList<>();

  /** A column whose name begins with {@code >} stands to the right. */
  public Table(String... columns) {
    this.isRight = Arrays.stream(columns).map(name -> name.startsWith(">")).toList();
    this.names =
        Arrays.stream(columns)
            .map(name -> name.startsWith(">") ? name.substring(1) : name)
            .toList();
  }

  public Table row(String... cells) {
    if (cells.length != names.size()) {
      throw new IllegalArgumentException(cells.length + " cells in " + names.size() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  public List<String> lines(Paint paint) {
    List<List<String>> all = new ArrayList<>();
    all.add(names.stream().map(paint::faint).toList());
    all.addAll(rows);
    int[] widths =
        IntStream.range(0, names.size())
            .map(column -> all.stream().mapToInt(row -> width(row.get(column))).max().orElse(0))
            .toArray();
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> pad(row.get(column), widths[column], isRight.get(column)))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  /** How many places a text takes on a terminal. */
  static int width(String text) {
    String plain = text.replaceAll(COLOUR, "");
    return plain.codePointCount(0, plain.length());
  }

  private static String pad(String text, int width, boolean right) {
    String space = " ".repeat(width - width(text));
    return right ? space + text : text + space;
  }
}
