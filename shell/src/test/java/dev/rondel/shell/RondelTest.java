package dev.rondel.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RondelTest {

  @TempDir private Path empty;
  private final StringWriter written = new StringWriter();

  private int run(String... arguments) {
    return Rondel.commandLine()
        .setOut(new PrintWriter(written))
        .setErr(new PrintWriter(written))
        .execute(arguments);
  }

  static Stream<Map.Entry<String, CommandLine>> commands() {
    return Rondel.commandLine().getSubcommands().entrySet().stream()
        .filter(entry -> !TestbedCommand.isFor(List.of(entry.getKey())));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExampleAndExitCodes(Map.Entry<String, CommandLine> command) {
    assertThat(run(command.getKey(), "--help")).isEqualTo(ExitCode.OK);
    assertThat(written.toString())
        .contains("rondel " + command.getKey(), "Example", "Exit codes:", "--json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "up --nodes many",
        "up --nodes 0",
        "up --colour",
        "get",
        "put onlykey",
        "put k v --if-absent --if-present",
        "put k v --ttl 0",
        "get k --via luck",
        "kill",
        "accept-loss",
        "add --weight 0",
        "get k --coordinator not-a-url",
        "files",
        "files get",
        "files put no-such-file",
        "set a b",
        "query_all_keys",
        "lock_get printer",
        "lock_get printer ann --ttl 0",
        "watch --interval 0",
        "watch --count 0"
      })
  void wrongUsageIsToldAndEndsWithTwo(String words) {
    assertThat(run((words + " --data " + empty).split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(written.toString()).isNotBlank();
  }

  @Test
  void anUnknownCommandIsToldWithThoseNearIt() {
    assertThat(run("statsu")).isEqualTo(ExitCode.USAGE);
    assertThat(written.toString()).contains("no command 'statsu'", "Did you mean status?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "down",
        "kill node_3000",
        "restart node_3000",
        "add",
        "remove node_3000",
        "accept-loss n"
      })
  void withoutAClusterTheyEndWithThree(String words) {
    assertThat(run((words + " --data " + empty + " --json").split(" ", -1)))
        .isEqualTo(ExitCode.NOT_RUNNING);
    assertThat(written.toString()).contains("no ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "get k",
        "put k v",
        "delete k",
        "lookup k",
        "ring",
        "nodes",
        "watch",
        "fingers n",
        "files ls",
        "files rm a",
        "files get a",
        "files where a",
        "locks",
        "query_servers",
        "setr a b",
        "getr a",
        "lock_get a b",
        "lock_release a b"
      })
  void whereNobodyAnswersTheyEndWithThree(String words) {
    String nobody = " --coordinator http://localhost:1 --data ";
    assertThat(run((words + nobody + empty).split(" ", -1))).isEqualTo(ExitCode.NOT_RUNNING);
    assertThat(written.toString()).contains("nobody answers at http://localhost:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"set a b", "get a", "query_all_keys", "print hello there"})
  void aServersOwnNamesAreAskedOfThatServer(String words) {
    assertThat(run(("--server localhost:1 " + words).split(" ", -1)))
        .isEqualTo(ExitCode.NOT_RUNNING);
    assertThat(written.toString()).contains("nobody answers at http://localhost:1");
  }
}
