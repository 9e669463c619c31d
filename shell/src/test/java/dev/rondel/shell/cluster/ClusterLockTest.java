package dev.rondel.shell.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.shell.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterLockTest {

  @TempDir private Path directory;

  @Test
  void theSecondIsToldWhoIsAtWork() {
    try (var _ = ClusterLock.take(directory, "up")) {
      assertThatThrownBy(() -> ClusterLock.take(directory, "down"))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("rondel up, pid " + ProcessHandle.current().pid());
    }
    ClusterLock.take(directory, "down").close();
  }
}
