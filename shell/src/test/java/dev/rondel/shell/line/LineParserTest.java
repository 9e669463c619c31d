package dev.rondel.shell.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;

class LineParserTest {

  /** The cursor stands where the {@code |} is. */
  private static CompletingParsedLine at(String line) {
    return (CompletingParsedLine)
        new LineParser().parse(line.replace("|", ""), line.indexOf('|'), ParseContext.COMPLETE);
  }

  @Test
  void theCursorStandsInAWordOrBehindIt() {
    CompletingParsedLine line = at("get he|llo now");

    assertThat(line.words()).containsExactly("get", "hello", "now");
    assertThat(line.wordIndex()).isEqualTo(1);
    assertThat(line.word().substring(0, line.wordCursor())).isEqualTo("he");
    assertThat(at("get|").wordIndex()).isZero();
  }

  @Test
  void betweenWordsItIsANewOne() {
    assertThat(at("get | now").words()).containsExactly("get", "", "now");
    assertThat(at("|").words()).containsExactly("");
  }

  @Test
  void whatIsCompletedIsReplacedAsItIsWritten() {
    CompletingParsedLine line = at("get 'a k|");

    assertThat(line.word()).isEqualTo("a k");
    assertThat(line.rawWordCursor()).isEqualTo("'a k".length());
    assertThat(line.rawWordLength()).isEqualTo("'a k".length());
    assertThat(line.escape("a key", true)).hasToString("a\\ key");
  }

  @Test
  void atEnterALineThatIsNotFinishedGoesOn() {
    var parser = new LineParser();

    assertThatThrownBy(() -> parser.parse("put 'a", 6, ParseContext.ACCEPT_LINE))
        .isInstanceOf(EOFError.class);
    assertThat(parser.parse("put 'a'", 7, ParseContext.ACCEPT_LINE).words())
        .containsExactly("put", "a");
  }
}
