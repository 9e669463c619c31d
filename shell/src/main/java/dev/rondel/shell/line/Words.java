package dev.rondel.shell.line;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line cut into words as a shell cuts it: at blanks, with {@code '…'}, {@code "…"}, backslashes
 * and comments. Nothing is expanded.
 *
 * @param isFinished false where a quote is open at the end, or a backslash stands last
 */
public record Words(List<Word> words, boolean isFinished) {

  private static final Pattern TO_ESCAPE = Pattern.compile("[\\s'\"\\\\#]");

  /**
   * One word, at least two characters of the line where it is empty.
   *
   * @param text what it means
   * @param start where it begins in the line
   * @param end behind its last character in the line
   */
  public record Word(String text, int start, int end) {}

  public Words {
    words = List.copyOf(words);
  }

  public static Words of(String line) {
    return new Cutter(line).cut();
  }

  public List<String> texts() {
    return words.stream().map(Word::text).toList();
  }

  /** The text as a word of a line. */
  public static String escaped(String text) {
    return text.isEmpty() ? "''" : TO_ESCAPE.matcher(text).replaceAll("\\\\$0");
  }

  private static final class Cutter {

    private static final int NOWHERE = -1;
    private static final char NONE = 0;

    private final String line;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int start = NOWHERE;
    private char quote = NONE;

    Cutter(String line) {
      this.line = line;
    }

    Words cut() {
      for (int at = 0; at < line.length(); at++) {
        char c = line.charAt(at);
        if (c == '\\' && quote != '\'') {
          if (at + 1 == line.length()) {
            begin(at);
            return end(false);
          }
          escape(at, line.charAt(++at));
        } else if (quote != NONE) {
          inQuotes(c);
        } else if (c == '\'' || c == '"') {
          begin(at);
          quote = c;
        } else if (c == ' ' || c == '\t' || c == '\n') {
          finish(at);
        } else if (c == '#' && start == NOWHERE) {
          int next = line.indexOf('\n', at);
          at = next < 0 ? line.length() : next;
        } else {
          begin(at);
          text.append(c);
        }
      }
      return end(quote == NONE);
    }

    private void escape(int at, char escaped) {
      if (escaped == '\n') {
        return; // the line goes on in the next one
      }
      begin(at);
      if (quote == '"' && escaped != '"' && escaped != '\\') {
        text.append('\\');
      }
      text.append(escaped);
    }

    private void inQuotes(char c) {
      if (c == quote) {
        quote = NONE;
      } else {
        text.append(c);
      }
    }

    private void begin(int at) {
      if (start == NOWHERE) {
        start = at;
      }
    }

    private void finish(int at) {
      if (start != NOWHERE) {
        words.add(new Word(text.toString(), start, at));
        text.setLength(0);
        start = NOWHERE;
      }
    }

    private Words end(boolean isFinished) {
      finish(line.length());
      return new Words(words, isFinished);
    }
  }
}
