package dev.rondel.node.resp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of a line that somebody types: apart by spaces, in quotes where they have spaces, with
 * escapes between double quotes, as Redis reads them.
 */
final class InlineWords {

  private final String line;
  private int at;

  private InlineWords(String line) {
    this.line = line;
  }

  /** Null where a quote is not closed, or something stands right behind one that is. */
  static @Nullable List<byte[]> split(String line) {
    return new InlineWords(line).words();
  }

  private @Nullable List<byte[]> words() {
    var words = new ArrayList<byte[]>();
    while (true) {
      while (isSpace()) {
        at++;
      }
      if (isEnd()) {
        return words;
      }
      var word = new ByteArrayOutputStream();
      while (!isEnd() && !isSpace()) {
        char next = line.charAt(at++);
        if (next != '"' && next != '\'') {
          word.write(next);
        } else if (!quoted(next, word)) {
          return null;
        }
      }
      words.add(word.toByteArray());
    }
  }

  private boolean isEnd() {
    return at >= line.length();
  }

  private boolean isSpace() {
    return !isEnd() && Character.isWhitespace(line.charAt(at));
  }

  /** Up to the closing quote, behind which a word ends. */
  private boolean quoted(char quote, ByteArrayOutputStream word) {
    while (!isEnd()) {
      char next = line.charAt(at++);
      if (next == quote) {
        return isEnd() || isSpace();
      }
      if (next != '\\' || isEnd()) {
        word.write(next);
      } else if (quote == '"') {
        word.write(escaped());
      } else if (line.charAt(at) == '\'') {
        word.write(line.charAt(at++));
      } else {
        word.write(next);
      }
    }
    return false;
  }

  private int escaped() {
    char next = line.charAt(at++);
    if (next == 'x'
        && at + 2 <= line.length()
        && HexFormat.isHexDigit(line.charAt(at))
        && HexFormat.isHexDigit(line.charAt(at + 1))) {
      at += 2;
      return HexFormat.fromHexDigits(line, at - 2, at);
    }
    return switch (next) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 0x07;
      default -> next;
    };
  }
}
