package dev.rondel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Lines without a cluster: what they print goes where that of commands goes. */
@Isolated("it takes the standard output of the process")
class PipedLinesTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @TempDir private Path empty;

  @BeforeEach
  void catchWhatIsPrinted() {
    var to = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(to);
    System.setErr(to);
  }

  @AfterEach
  void letGo() {
    System.setOut(out);
    System.setErr(err);
  }

  private int run(String... lines) throws IOException {
    var options = new ClusterOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("options", spec(options)))
        .parseArgs("--data", empty.toString());
    return new PipedLines(new LineRunner(options), System.err)
        .run(new BufferedReader(new StringReader(String.join("\n", lines))));
  }

  private static CommandLine.Model.CommandSpec spec(ClusterOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void linesThatSucceedEndWithZeroAndPrintNoPrompt() throws IOException {
    assertThat(run("", "# a comment", "get --help", "rondel put --help", "help nodes")).isZero();
    assertThat(printed())
        .startsWith("Usage: rondel get")
        .contains("Usage: rondel put", "Usage: rondel nodes")
        .doesNotContain("rondel>");
  }

  @Test
  void oneThatFailsIsToldAndTheOthersRun() throws IOException {
    assertThat(run("get --help", "get", "put --help")).isEqualTo(ExitCode.FAILED);
    assertThat(printed())
        .contains(
            "Missing required parameter: 'KEY'", "see: rondel get --help", "line 2 ended with 2")
        .contains("Usage: rondel put");
  }

  @Test
  void anUnknownCommandIsToldWithThoseNearIt() throws IOException {
    assertThat(run("gte hello")).isEqualTo(ExitCode.FAILED);
    assertThat(printed()).contains("there is no command 'gte'", "Did you mean get");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "quit"})
  void behindExitNothingIsRun(String exit) throws IOException {
    assertThat(run("get --help", exit, "nonsense")).isZero();
    assertThat(printed()).doesNotContain("nonsense");
  }

  @Test
  void anOpenQuoteTakesTheNextLinesIn() throws IOException {
    assertThat(run("get 'a", "b' more")).isEqualTo(ExitCode.FAILED);
    assertThat(printed()).contains("Unmatched argument", "more", "line 1 ended with 2");
  }

  @Test
  void aQuoteThatIsNeverClosedFails() throws IOException {
    assertThat(run("get --help", "put k 'v", "exit")).isEqualTo(ExitCode.FAILED);
    assertThat(printed()).contains("the quote in line 2 is not closed");
  }

  @Test
  void whatWasGivenToTheShellHoldsForEachLine() throws IOException {
    assertThat(run("down", "down --json")).isEqualTo(ExitCode.FAILED);
    assertThat(printed()).contains("line 1 ended with 3", "line 2 ended with 3", empty.toString());
  }

  @Test
  void aValueDoesNotComeFromTheLines() throws IOException {
    assertThat(run("put k -", "get --help")).isEqualTo(ExitCode.FAILED);
    assertThat(printed()).contains("standard input is the shell's", "Usage: rondel get");
  }

  @Test
  void aShellInAShellIsNoCommand() throws IOException {
    assertThat(run("shell")).isEqualTo(ExitCode.FAILED);
  }
}
