package dev.rondel.shell.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.shell.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

  @TempDir private Path directory;

  private static ClusterState twoNodes() {
    return ClusterState.of(
        2,
        ServerState.coordinator(9999).as(new OsProcess(4711, "boot/17")),
        List.of(
            ServerState.node(3001, 2.0, "b"),
            ServerState.node(3000).with(List.of("--rondel.node.join=false"))));
  }

  @Test
  void whatWasSavedIsLoaded() {
    new StateFile(directory).save(twoNodes().starting(true));

    assertThat(new StateFile(directory).load()).contains(twoNodes().starting(true));
  }

  @Test
  void nodesStandInTheOrderOfTheirPorts() {
    assertThat(twoNodes().nodes())
        .extracting(ServerState::name)
        .containsExactly("node_3000", "node_3001");
  }

  @Test
  void nothingIsLoadedWhereNothingWasSaved() {
    assertThat(new StateFile(directory).load()).isEmpty();
  }

  @Test
  void aFieldOfALaterVersionIsPassedOver() throws IOException {
    new StateFile(directory).save(twoNodes());
    Path file = directory.resolve("cluster.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{ \"colour\" : \"red\","));

    assertThat(new StateFile(directory).load()).contains(twoNodes());
  }

  @Test
  void aFileOfAVersionWithoutArgumentsIsRead() throws IOException {
    new StateFile(directory).save(twoNodes());
    Path file = directory.resolve("cluster.json");
    Files.writeString(
        file, Files.readString(file).replaceAll(",\\s*\"arguments\" : \\[[^]]*]", ""));

    assertThat(new StateFile(directory).load().orElseThrow().nodes())
        .containsExactly(ServerState.node(3000), ServerState.node(3001, 2.0, "b"));
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    for (String damaged : List.of("", "{", "[]", "{\"format\":1}", "\0\0\0")) {
      Files.writeString(directory.resolve("cluster.json"), damaged);

      assertThatThrownBy(() -> new StateFile(directory).load())
          .as(damaged)
          .isInstanceOf(Failure.class)
          .hasMessageContaining("cluster.json is damaged");
    }
  }

  @Test
  void anotherFormatIsRefused() {
    var future = new ClusterState(2, false, 2, ServerState.coordinator(9999), List.of());
    new StateFile(directory).save(future);

    assertThatThrownBy(() -> new StateFile(directory).load()).hasMessageContaining("has format 2");
  }

  @Test
  void aServerIsFoundByNameAndANodeByPort() {
    assertThat(twoNodes().server("coordinator")).isPresent();
    assertThat(twoNodes().server("node_3001")).isPresent();
    assertThat(twoNodes().server("3001")).isEqualTo(twoNodes().server("node_3001"));
    assertThat(twoNodes().server("9999")).isEmpty();
  }
}
