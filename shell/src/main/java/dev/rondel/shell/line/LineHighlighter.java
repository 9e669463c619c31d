package dev.rondel.shell.line;

import java.util.List;
import java.util.Set;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Shows, while a line is typed, whether its first word is a command: green, or red. */
public final class LineHighlighter implements Highlighter {

  private final Set<String> commands;

  public LineHighlighter(Set<String> commands) {
    this.commands = Set.copyOf(commands);
  }

  @Override
  public AttributedString highlight(LineReader reader, String buffer) {
    List<Words.Word> words = Words.of(buffer).words();
    if (words.isEmpty()) {
      return new AttributedString(buffer);
    }
    Words.Word first = words.getFirst();
    return new AttributedStringBuilder()
        .append(buffer.substring(0, first.start()))
        .append(buffer.substring(first.start(), first.end()), style(first.text()))
        .append(buffer.substring(first.end()))
        .toAttributedString();
  }

  private AttributedStyle style(String word) {
    if (commands.contains(word)) {
      return AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
    }
    boolean mayBecomeOne = commands.stream().anyMatch(command -> command.startsWith(word));
    return mayBecomeOne || word.startsWith("-")
        ? AttributedStyle.DEFAULT
        : AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
  }
}
