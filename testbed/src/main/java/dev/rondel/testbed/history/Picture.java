package dev.rondel.testbed.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * A counter-example as text. The axis is the order of beginnings and ends, not their distance, so
 * that one sees what is before what:
 *
 * <pre>
 * key k: no order explains these answers (3 of its 57 operations)
 *   client 1  put 1 -> stored, version 5.1      0.0    0.4 ms  |--|
 *   client 2  put 2 -> stored, version 5.2      0.6    0.9 ms        |--|
 *   client 1  get   -> found 1, version 5.1     1.0    1.2 ms              |--|
 * </pre>
 */
record Picture(CounterExample example, double unit, String unitName, IntFunction<String> asker) {

  private static final int WIDEST_AXIS = 60;

  String text() {
    List<Operation> operations = example.operations();
    long origin = operations.stream().mapToLong(Operation::from).min().orElse(0);
    long[] instants =
        operations.stream()
            .flatMapToLong(one -> Arrays.stream(new long[] {one.from(), one.to()}))
            .sorted()
            .distinct()
            .toArray();
    var rows = new ArrayList<List<String>>();
    for (Operation one : operations) {
      rows.add(
          List.of(
              asker.apply(one.client()),
              one.asked(),
              "-> " + one.answered(),
              time(one.from() - origin),
              time(one.to() - origin) + " " + unitName,
              interval(one, instants)));
    }
    var text = new StringBuilder();
    text.append(
        "key %s: %s (%,d of its %,d operations)"
            .formatted(example.key(), example.reason(), operations.size(), example.of()));
    for (List<String> row : rows) {
      text.append(System.lineSeparator());
      for (int column = 0; column < row.size(); column++) {
        text.append("  ").append(padded(rows, row, column));
      }
    }
    return text.toString();
  }

  private static String padded(List<List<String>> rows, List<String> row, int column) {
    int at = column;
    String cell = row.get(column);
    if (column == row.size() - 1) {
      return cell;
    }
    int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
    String blanks = " ".repeat(width - cell.length());
    return column == 3 || column == 4 ? blanks + cell : cell + blanks;
  }

  private String time(long since) {
    return String.format(Locale.ROOT, "%.3f", since / unit);
  }

  private static String interval(Operation one, long[] instants) {
    int step = Math.clamp(WIDEST_AXIS / instants.length, 1, 3);
    int from = step * Arrays.binarySearch(instants, one.from());
    int to = step * Arrays.binarySearch(instants, one.to());
    boolean open = one.outcome() instanceof Outcome.Unknown;
    String inside = "-".repeat(Math.max(0, to - from - 1));
    return " ".repeat(from) + "|" + inside + (open ? "- ?" : to > from ? "|" : "");
  }
}
