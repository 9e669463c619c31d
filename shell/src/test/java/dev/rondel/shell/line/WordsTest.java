package dev.rondel.shell.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

  private static List<String> words(String line) {
    Words words = Words.of(line);
    assertThat(words.isFinished()).isTrue();
    return words.texts();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "put hello world          | put:hello:world",
        "  put\t hello   world    | put:hello:world",
        "put 'a key' \"a value\"  | put:a key:a value",
        "put a' 'b\" \"c          | put:a b c",
        "put k ''                 | put:k:",
        "put it\\'s 'it\"s'       | put:it's:it\"s",
        "put a\\ b \\\\           | put:a b:\\",
        "put '\\n' \"\\n \\\" \\\\\" | put:\\n:\\n \" \\",
        "put a#b '#c' \\#d # rest | put:a#b:#c:#d",
      })
  void aLineIsCutAsInAShell(String line, String expected) {
    assertThat(String.join(":", words(line))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "# put a b", "  #"})
  void emptyLinesAndCommentsHaveNoWords(String line) {
    assertThat(words(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"put 'a", "put \"a", "put \"a'", "put a\\", "put \"a\\"})
  void anOpenQuoteOrALastBackslashIsNotFinished(String line) {
    assertThat(Words.of(line).isFinished()).isFalse();
  }

  @Test
  void quotesAndBackslashesReachOverLines() {
    assertThat(words("put 'a\nb'\\\n c")).containsExactly("put", "a\nb", "c");
    assertThat(words("# first\nget a")).containsExactly("get", "a");
  }

  @Property
  void whatIsEscapedIsReadAgain(@ForAll List<String> texts) {
    List<String> oneLine = texts.stream().map(text -> text.replace("\n", " ")).toList();
    String line = oneLine.stream().map(Words::escaped).collect(Collectors.joining(" "));

    assertThat(words(line)).isEqualTo(oneLine);
  }
}
