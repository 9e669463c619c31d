package dev.rondel.coordinator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.coordinator.StartFailureAnalyzer.CannotStart;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;

class CoordinatorStartTest {

  @TempDir Path directory;

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (var taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> start("--rondel.grpc.port=" + taken.getLocalPort()))
          .cause()
          .isInstanceOf(CannotStart.class)
          .hasMessageContaining("gRPC port")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void aDamagedRingIsNotTakenForAnEmptyOne() throws IOException {
    Files.writeString(directory.resolve("ring.db"), "this is no ring");
    assertThatThrownBy(() -> start("--rondel.grpc.port=0"))
        .hasStackTraceContaining("ring.db is damaged");
  }

  private void start(String argument) {
    SpringApplication.run(
            CoordinatorApplication.class,
            "--server.port=0",
            "--rondel.data=" + directory,
            "--spring.main.banner-mode=off",
            argument)
        .close();
  }
}
