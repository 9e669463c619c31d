package dev.rondel.node.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.memcached.MemcachedConfiguration;
import dev.rondel.node.resp.RespConfiguration;
import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.InFlight;
import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.web.InMemoryGateway;
import dev.rondel.node.web.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Which doors are open, and where. */
class DoorConfigurationTest {

  @EnableConfigurationProperties({NodeProperties.class, Limits.class})
  static class Properties {}

  private static final ApplicationContextRunner RUNNER =
      new ApplicationContextRunner()
          .withUserConfiguration(
              Properties.class, MemcachedConfiguration.class, RespConfiguration.class)
          .withBean(Gateway.class, InMemoryGateway::new)
          .withBean(InFlight.class, () -> new InFlight(10, 1 << 20));

  private static ServerSocket anyPort() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void withoutAPortThereIsNoDoor() {
    RUNNER.run(
        context -> {
          assertThat(context).hasNotFailed();
          assertThat(context.getBean("memcachedDoor", DoorServer.class).isRunning()).isFalse();
          assertThat(context.getBean("respDoor", DoorServer.class).isRunning()).isFalse();
        });
  }

  @ParameterizedTest
  @CsvSource({"memcached, mn, MN", "resp, PING, +PONG"})
  void aDoorOpensAndClosesWithTheApplication(String protocol, String asked, String answer)
      throws IOException {
    int port;
    try (ServerSocket socket = anyPort()) {
      port = socket.getLocalPort();
    }
    RUNNER
        .withPropertyValues("rondel." + protocol + ".port=" + port, "server.address=127.0.0.1")
        .run(
            context -> {
              var door = context.getBean(protocol + "Door", DoorServer.class);
              assertThat(RawClient.talk(port, asked + "\r\n")).isEqualTo(answer + "\r\n");
              context.close();
              assertThat(door.isRunning()).isFalse();
              assertThat(door.connections()).isZero();
            });
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = anyPort()) {
      RUNNER
          .withPropertyValues(
              "rondel.memcached.port=" + taken.getLocalPort(), "server.address=127.0.0.1")
          .run(
              context ->
                  assertThat(context)
                      .getFailure()
                      .hasRootCauseMessage(
                          "cannot listen on port %d for memcached clients (rondel.memcached.port): Address already in use"
                              .formatted(taken.getLocalPort())));
    }
  }
}
