package dev.rondel.node.compat.viewleader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondel.node.runtime.LocalNames;
import dev.rondel.node.runtime.NodeProperties;
import dev.rondel.node.web.InMemoryGateway;
import dev.rondel.node.web.Limits;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class ServerDoorTest {

  @EnableConfigurationProperties(NodeProperties.class)
  static class Properties {}

  /** Ten servers and ten ports is all that the system knows; more nodes start none the less. */
  @Test
  void whereEveryPortIsTakenTheNodeDoesWithout(@TempDir Path directory) throws IOException {
    var taken = new ArrayList<ServerSocket>();
    try {
      for (int port = 38_000; port < 38_010; port++) {
        taken.add(take(port));
      }
      new ApplicationContextRunner()
          .withUserConfiguration(Properties.class)
          .run(
              context -> {
                var size = DataSize.ofKilobytes(1);
                try (ServerDoor door =
                    new ServerDoor(
                        true,
                        new LocalNames(directory),
                        new InMemoryGateway(),
                        new Limits(size, size, size, 1, 1, 1),
                        context.getBean(NodeProperties.class),
                        "127.0.0.1")) {
                  assertThat(door.isOpen()).isFalse();
                }
              });
    } finally {
      for (ServerSocket socket : taken) {
        socket.close();
      }
    }
  }

  /** A socket on the port, unless somebody else has it. */
  @SuppressWarnings("resource") // the test closes it
  private static ServerSocket take(int port) throws IOException {
    try {
      return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (BindException others) {
      return new ServerSocket();
    }
  }
}
