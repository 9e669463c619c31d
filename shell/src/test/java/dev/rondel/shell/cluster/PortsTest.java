package dev.rondel.shell.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.shell.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

  private static final ServerState COORDINATOR = ServerState.coordinator(9999);

  @Test
  void theDefaultPortsFitTogether() {
    assertThatCode(
            () -> Ports.checkDistinct(new ClusterPlan(null, null, null, null).fresh().servers()))
        .doesNotThrowAnyException();
  }

  @Test
  void twoServersOnOnePortAreRefused() {
    assertThatThrownBy(() -> Ports.checkDistinct(List.of(COORDINATOR, ServerState.node(9999))))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("coordinator and node_9999 would both have port 9999");
  }

  @Test
  void aNodeOnTheGrpcPortOfAnotherIsRefused() {
    assertThatThrownBy(() -> Ports.checkDistinct(List.of(COORDINATOR, ServerState.node(19_999))))
        .hasMessageContaining("port 19999");
  }

  @Test
  void aPortThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> Ports.checkDistinct(List.of(ServerState.node(0))))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() -> Ports.checkDistinct(List.of(ServerState.node(55_536))))
        .hasMessageContaining("65536 for gRPC");
  }

  @Test
  void aTakenPortIsNamedWithItsServer() throws IOException {
    int port = Ports.inARow(1);
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
      assertThatThrownBy(() -> Ports.checkFree(List.of(ServerState.node(port))))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("port " + port + ", which node_" + port + " needs, is in use");
    }
    assertThat(Ports.isFree(port)).isTrue();
  }

  @Test
  void aPortThatIsTakenOnAllAddressesIsNotFree() throws IOException {
    try (var taken = new ServerSocket(0)) {
      assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
    }
  }

  @Test
  void linuxTellsWhoHasAPort() throws IOException {
    try (var taken = new ServerSocket(0)) {
      if (Files.exists(Path.of("/proc/net/tcp"))) {
        assertThat(PortOwner.of(taken.getLocalPort()))
            .hasValueSatisfying(
                owner -> assertThat(owner).startsWith("pid " + ProcessHandle.current().pid()));
      }
    }
  }
}
