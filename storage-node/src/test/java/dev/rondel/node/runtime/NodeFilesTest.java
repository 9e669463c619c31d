package dev.rondel.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.ring.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeFilesTest {

  private static final NodeId A = NodeId.of("a");

  @TempDir Path directory;

  @Test
  void theFirstStartIsNumberedByTheClock() {
    assertThat(NodeFiles.nextIncarnation(directory.resolve("new/deep"), A, 1_000)).isEqualTo(1_000);
  }

  @Test
  void everyStartRaisesTheIncarnationWhateverTheClockSays() {
    assertThat(NodeFiles.nextIncarnation(directory, A, 1_000)).isEqualTo(1_000);
    assertThat(NodeFiles.nextIncarnation(directory, A, 1_000)).isEqualTo(1_001);
    assertThat(NodeFiles.nextIncarnation(directory, A, 5)).isEqualTo(1_002);
    assertThat(NodeFiles.nextIncarnation(directory, A, 2_000)).isEqualTo(2_000);
  }

  /** On a new disk the clock alone keeps the number above those of earlier starts. */
  @Test
  void aNewDirectoryAtALaterTimeHasALaterNumber() {
    long before = NodeFiles.nextIncarnation(directory.resolve("lost"), A, 1_000);
    assertThat(NodeFiles.nextIncarnation(directory.resolve("new"), A, 1_500)).isGreaterThan(before);
  }

  @Test
  void anotherNodesDirectoryIsRefused() {
    NodeFiles.nextIncarnation(directory, A, 1_000);

    assertThatThrownBy(() -> NodeFiles.nextIncarnation(directory, NodeId.of("b"), 1_000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("holds the data of node a, not of b")
        .hasMessageContaining("rondel.data");
    assertThat(NodeFiles.nextIncarnation(directory, A, 1_000)).isEqualTo(1_001);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNamedWithThePropertyThatHelps() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");

    assertThatThrownBy(() -> NodeFiles.nextIncarnation(file.resolve("data"), A, 1_000))
        .hasMessageContaining("cannot write " + file.resolve("data").toAbsolutePath())
        .hasMessageContaining("rondel.data");
  }

  @Test
  void aFileThatIsNotOursIsNamed() throws IOException {
    Files.writeString(directory.resolve("node.properties"), "id=a\nincarnation=many\n");

    assertThatThrownBy(() -> NodeFiles.nextIncarnation(directory, A, 1_000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("node.properties")
        .hasMessageContaining("many");
  }
}
