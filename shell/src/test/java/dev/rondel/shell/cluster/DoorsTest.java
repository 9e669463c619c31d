package dev.rondel.shell.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class DoorsTest {

  private final RecordedProgress progress = new RecordedProgress();

  @Test
  void aDoorWhosePortIsTakenStaysShut() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int httpPort = taken.getLocalPort() - 8_211;

      assertThat(Doors.at(httpPort, progress).memcached()).isNull();
      assertThat(progress.lines())
          .contains(
              "  port %d is not free: node_%d takes no memcached clients"
                  .formatted(taken.getLocalPort(), httpPort));
    }
  }

  @Test
  void portsThatDoNotExistAreNotOpened() {
    assertThat(Doors.at(60_000, progress).memcached()).isNull();
  }

  @Test
  void aCoordinatorHasNone() {
    assertThat(ServerState.coordinator(9999).opening(progress).doors()).isNull();
    assertThat(progress.lines()).isEmpty();
  }
}
