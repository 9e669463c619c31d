package dev.rondel.shell.line;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** {@link Words} for JLine, which asks for them at Enter and at Tab. */
public final class LineParser implements Parser {

  /**
   * @throws EOFError at Enter, where the line is not finished: then JLine asks for more of it
   */
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    Words whole = Words.of(line);
    boolean mustBeFinished =
        context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT;
    if (mustBeFinished && !whole.isFinished()) {
      throw new EOFError(-1, -1, "a quote is not closed", "quote");
    }
    return WordsAtCursor.of(line, cursor, whole);
  }

  /**
   * The words, and the one among them that the cursor stands in, or right behind; between words it
   * is an empty one.
   *
   * @param wordCursor where the cursor stands in that word, as it is meant
   * @param rawWordCursor the same in the word as it is written
   */
  private record WordsAtCursor(
      String line,
      int cursor,
      List<String> words,
      int wordIndex,
      int wordCursor,
      int rawWordCursor,
      int rawWordLength)
      implements CompletingParsedLine {

    static WordsAtCursor of(String line, int cursor, Words whole) {
      List<Words.Word> before = Words.of(line.substring(0, cursor)).words();
      List<String> texts = new ArrayList<>(whole.texts());
      if (before.isEmpty() || before.getLast().end() < cursor) {
        texts.add(before.size(), "");
        return new WordsAtCursor(line, cursor, List.copyOf(texts), before.size(), 0, 0, 0);
      }
      int index = before.size() - 1;
      Words.Word word = whole.words().get(index);
      return new WordsAtCursor(
          line,
          cursor,
          List.copyOf(texts),
          index,
          before.getLast().text().length(),
          cursor - word.start(),
          word.end() - word.start());
    }

    @Override
    public String word() {
      return words.get(wordIndex);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return Words.escaped(candidate.toString());
    }
  }
}
