package dev.rondel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.shell.line.LineCompleter;
import dev.rondel.shell.line.LineParser;
import dev.rondel.shell.line.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Tab offers, with the real commands and the names of no real cluster. */
class LineCompleterTest {

  private record Known(List<String> nodes, List<String> all) implements Names {
    @Override
    public List<String> keys(String prefix) {
      return all.stream().filter(key -> key.startsWith(prefix)).toList();
    }
  }

  private final LineCompleter completer =
      new LineCompleter(
          new LineRunner(new ClusterOptions())::commands,
          new Known(List.of("node_3000", "node_3001"), List.of("apple", "apple pie", "pear")));

  @TempDir private Path empty;

  private List<String> offered(String line) throws IOException {
    try (Terminal terminal =
        new LineDisciplineTerminal(
            "test", "xterm", OutputStream.nullOutputStream(), StandardCharsets.UTF_8)) {
      LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
      List<Candidate> candidates = new ArrayList<>();
      completer.complete(
          reader, new LineParser().parse(line, line.length(), ParseContext.COMPLETE), candidates);
      return candidates.stream().map(Candidate::value).toList();
    }
  }

  @Test
  void firstComesACommand() throws IOException {
    assertThat(offered("")).contains("get", "put", "nodes", "watch", "load", "help", "quit");
    assertThat(offered("")).doesNotContain("shell", "node_3000", "apple");
    assertThat(offered("rondel ")).contains("get", "put");
    assertThat(offered("help ")).contains("get", "put");
    assertThat(offered("files ")).contains("put", "ls").doesNotContain("kill");
  }

  @Test
  void whatFollowsIsWhatTheHelpCallsIt() throws IOException {
    assertThat(offered("kill ")).containsExactly("node_3000", "node_3001");
    assertThat(offered("get ap")).containsExactly("apple", "apple pie");
    assertThat(offered("get 'apple p")).containsExactly("apple pie");
    assertThat(offered("get --verbose ")).contains("pear");
    assertThat(offered("get apple ")).isEmpty();
    assertThat(offered("accept-loss node_3000 ")).contains("node_3001");
    assertThat(offered("put apple ")).isEmpty();
  }

  @Test
  void optionsAreThoseOfTheCommand() throws IOException {
    assertThat(offered("put k v --")).contains("--if-absent", "--ttl", "--json");
    assertThat(offered("get --")).contains("--verbose").doesNotContain("--ttl");
    assertThat(offered("--")).contains("--server").doesNotContain("--ttl");
    assertThat(offered("--server localhost:3000 get --")).contains("--verbose");
  }

  @Test
  void anOptionsValueIsNoParameter() throws IOException {
    assertThat(offered("put --ttl ")).isEmpty();
    assertThat(offered("put --ttl 30 ")).contains("pear");
    assertThat(offered("get --data " + empty + "/")).isEmpty();
    assertThat(offered("get --data " + empty.getParent() + "/"))
        .anyMatch(file -> file.contains(empty.getFileName().toString()));
  }
}
