package dev.rondel.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.testbed.fake.FakeCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a demo ends; that they pass is for real clusters to show. */
class DemoCommandTest {

  private final StringWriter told = new StringWriter();

  private int demo(String... arguments) {
    var writer = new PrintWriter(told);
    return Testbed.commandLine().setOut(writer).setErr(writer).execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "demo 005", "demo nonsense", "demo 001 --nodes 2", "demo 002 --nodes 5"})
  void wrongUsageEndsWithTwo(String words) {
    assertThat(demo(words.split(" ", -1))).isEqualTo(2);
    assertThat(told.toString()).isNotBlank();
  }

  @Test
  void aStepThatFailsEndsIt() {
    try (var cluster = new FakeCluster(3, 2)) { // it has no /docs
      assertThat(demo("demo", "001", "--target", cluster.coordinator().toString())).isEqualTo(1);
    }
    assertThat(told.toString()).contains(" 1. ", "FAILED", "no /docs").doesNotContain(" 2. ");
    assertThat(told.toString().strip()).endsWith("fail");
  }

  @Test
  void whereNobodyAnswersItFails() {
    assertThat(demo("demo", "001", "--target", "http://localhost:1")).isEqualTo(1);
    assertThat(told.toString().strip()).endsWith("fail");
  }
}
