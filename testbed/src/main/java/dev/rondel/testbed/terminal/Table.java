package dev.rondel.testbed.terminal;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as what is in them: text to the left, numbers to the right. */
public final class Table {

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param head the names of the columns; one that begins with {@code >} stands to the right
   */
  public Table(String... head) {
    this.head = List.of(head);
  }

  public Table row(String... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells in a table of " + head.size() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    append(
        text, head.stream().map(name -> name.startsWith(">") ? name.substring(1) : name).toList());
    rows.forEach(row -> append(text, row));
    return text.toString();
  }

  private void append(StringBuilder text, List<String> cells) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(width(i) - length(cells.get(i)));
      line.append(head.get(i).startsWith(">") ? padding + cells.get(i) : cells.get(i) + padding)
          .append("  ");
    }
    text.append(line.toString().stripTrailing()).append(System.lineSeparator());
  }

  private int width(int column) {
    String name = head.get(column);
    int width = length(name.startsWith(">") ? name.substring(1) : name);
    for (List<String> row : rows) {
      width = Math.max(width, length(row.get(column)));
    }
    return width;
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
