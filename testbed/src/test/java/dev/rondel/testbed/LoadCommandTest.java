package dev.rondel.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.pair.Key;
import dev.rondel.testbed.fake.FakeCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class LoadCommandTest {

  private final FakeCluster cluster = new FakeCluster(3, 2);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory = Path.of("");

  @AfterEach
  void stop() {
    cluster.close();
  }

  private int load(String... arguments) {
    return Testbed.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private String coordinator() {
    return "--coordinator=" + cluster.coordinator();
  }

  @Test
  void thePairsOfAFileAreStored() throws IOException {
    Path file =
        Files.writeString(directory.resolve("p.csv"), "key,value\nposy,\"a,b\"\nrose,red\n");

    assertThat(load("load", file.toString(), coordinator())).as("%s", err).isZero();
    assertThat(out.toString()).contains("2 of 2 pairs stored");
    assertThat(load("run", "--no-load", "--file", file.toString(), coordinator())).isZero();
  }

  @Test
  void generatedPairsAreThoseOfTheSameSeed() {
    assertThat(load("load", "--pairs", "50", "--seed", "7", coordinator())).isZero();

    Path file = directory.resolve("same.csv");
    assertThat(load("generate", "--pairs", "50", "--seed", "7", "--out", file.toString())).isZero();
    assertThat(load("run", "--no-load", "--file", file.toString(), coordinator())).isZero();
  }

  @Test
  void whatIsNotStoredIsToldAndFails() {
    Key victim = Key.of("key_00000_72t70e");
    cluster.fault(
        (_, method, key, right) ->
            method.equals("PUT") && key.equals(victim) ? right.withStatus(413) : right);

    assertThat(load("load", "--pairs", "100", "--json", coordinator())).isEqualTo(1);
    var json = JsonMapper.shared().readTree(out.toString());
    assertThat(json.path("stored").asInt()).isEqualTo(99);
    assertThat(json.path("failures").get(0).asString("")).contains("key_00000_72t70e", "refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load",
        "load nowhere.csv",
        "load nowhere.csv --pairs 3",
        "load --pairs 0",
        "load --pairs 3 --threads 0",
        "load --pairs 3 --value-size -1"
      })
  void wrongUsageIsToldAndEndsWithTwo(String words) {
    assertThat(load((words + " " + coordinator()).split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).isNotBlank();
  }
}
