package dev.rondel.testbed.pairs;

import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values as RFC 4180 defines them: CRLF ends a record (LF is understood), a quote
 * is doubled in quotes.
 */
final class Csv {

  /** A record, and the line on which it begins, from 1. */
  record Row(int line, List<String> fields) {}

  private Csv() {}

  static void append(StringBuilder out, List<String> fields) {
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      out.append(quoted(fields.get(i)));
    }
    out.append("\r\n");
  }

  private static String quoted(String field) {
    boolean plain =
        !field.isEmpty()
            && field
                .chars()
                .noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r' || c == ' ');
    return plain ? field : "\"" + field.replace("\"", "\"\"") + "\"";
  }

  /**
   * @throws IllegalArgumentException naming the line, where a quote is not closed or stands in an
   *     unquoted field
   */
  static List<Row> parse(String text) {
    return new Parser(text).rows();
  }

  private static final class Parser {
    private final String text;
    private int at;
    private int line = 1;

    Parser(String text) {
      this.text = text;
    }

    List<Row> rows() {
      var rows = new ArrayList<Row>();
      while (at < text.length()) {
        int start = line;
        var fields = new ArrayList<String>();
        do {
          fields.add(text.startsWith("\"", at) ? quotedField() : plainField());
        } while (accept(","));
        if (at < text.length() && !accept("\r\n") && !accept("\n")) {
          throw new IllegalArgumentException(
              "line " + line + ": after a quoted field only ',' or the end may follow");
        }
        line++;
        rows.add(new Row(start, List.copyOf(fields)));
      }
      return rows;
    }

    private String plainField() {
      int start = at;
      while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        if (text.charAt(at) == '"') {
          throw new IllegalArgumentException(
              "line " + line + ": a quote in a field that does not begin with one");
        }
        at++;
      }
      return text.substring(start, at);
    }

    private String quotedField() {
      int start = line;
      var field = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '"' && !accept("\"")) {
          return field.toString();
        }
        if (c == '\n') {
          line++;
        }
        field.append(c);
      }
      throw new IllegalArgumentException("line " + start + ": a quoted field has no end");
    }

    private boolean accept(String expected) {
      if (!text.startsWith(expected, at)) {
        return false;
      }
      at += expected.length();
      return true;
    }
  }
}
