package dev.rondel.testbed.chaos.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.testbed.chaos.network.Cut.Direction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A relay before a server that answers each byte with the same. */
@Timeout(60)
class RelayTest {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int ANSWER_MILLIS = 20_000;
  private static final int SILENCE_MILLIS = 200;
  private static final Party A = new Party("node_1");
  private static final Party B = new Party("node_2");

  private final Network network = new Network();
  private ServerSocket server;
  private Relay relay;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = listen(0);
    port = freePort();
    relay = Relay.start(network, A, B, port, server.getLocalPort());
  }

  @AfterEach
  void end() throws IOException {
    relay.close();
    server.close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    var server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(LOOPBACK, port));
    Thread.ofPlatform().daemon().start(() -> echo(server));
    return server;
  }

  private static void echo(ServerSocket server) {
    try {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (client) {
                    client.getInputStream().transferTo(client.getOutputStream());
                  } catch (IOException broken) {
                    // the client went first
                  }
                });
      }
    } catch (IOException closed) {
      // the end
    }
  }

  /** As soon as the relay listens. */
  private Socket connect() throws IOException, InterruptedException {
    while (true) {
      var socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(LOOPBACK, port));
        return socket;
      } catch (ConnectException notYet) {
        socket.close();
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  /** A listener that was closed goes on until the thread that was accepting has noticed. */
  private static void awaitRefusal(int port) throws IOException, InterruptedException {
    while (true) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(LOOPBACK, port));
      } catch (ConnectException refused) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hear(Socket socket, int length) throws IOException {
    socket.setSoTimeout(ANSWER_MILLIS);
    return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  private static Cut cut(Treatment treatment, Party from, Party to) {
    return new Cut(Set.of(new Direction(from, to)), treatment);
  }

  @Test
  void bytesGoThroughInBothDirections() throws Exception {
    try (Socket socket = connect()) {
      say(socket, "hello");

      assertThat(hear(socket, 5)).isEqualTo("hello");
    }
  }

  @Test
  void theEndOfAConnectionGoesThrough() throws Exception {
    try (Socket socket = connect()) {
      say(socket, "bye");
      socket.shutdownOutput();

      assertThat(hear(socket, 100)).isEqualTo("bye");
    }
  }

  @Test
  void whatIsHeldBackArrivesWhenTheCutHasHealed() throws Exception {
    Cut there = cut(Treatment.STALL, A, B);
    try (Socket socket = connect()) {
      say(socket, "one");
      assertThat(hear(socket, 3)).isEqualTo("one");
      network.cut(there);
      say(socket, "two");
      assertSilent(socket);

      network.heal(there);

      assertThat(hear(socket, 3)).isEqualTo("two");
    }
  }

  @Test
  void aCutCanBeOneWay() throws Exception {
    Cut back = cut(Treatment.STALL, B, A);
    network.cut(back);
    try (Socket socket = connect()) {
      say(socket, "one");
      assertSilent(socket);

      network.heal(back);

      assertThat(hear(socket, 3)).isEqualTo("one");
    }
  }

  @Test
  void overlappingCutsAreHealedOneByOne() throws Exception {
    Cut first = cut(Treatment.STALL, A, B);
    Cut second = new Cut(Set.of(new Direction(A, B), new Direction(B, A)), Treatment.STALL);
    network.cut(first);
    network.cut(second);
    try (Socket socket = connect()) {
      say(socket, "one");
      network.heal(first);
      assertSilent(socket);

      network.heal(second);

      assertThat(hear(socket, 3)).isEqualTo("one");
    }
  }

  @Test
  void aResetBreaksWhatIsThereAndWhatComes() throws Exception {
    try (Socket before = connect()) {
      say(before, "one");
      assertThat(hear(before, 3)).isEqualTo("one");

      network.cut(cut(Treatment.RESET, A, B));

      assertThatThrownBy(() -> hear(before, 1)).isInstanceOf(SocketException.class);
      try (Socket after = connect()) {
        assertThatThrownBy(
                () -> {
                  say(after, "two");
                  hear(after, 1);
                })
            .isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void othersAreNotCut() throws Exception {
    network.cut(cut(Treatment.STALL, new Party("node_3"), B));
    try (Socket socket = connect()) {
      say(socket, "one");

      assertThat(hear(socket, 3)).isEqualTo("one");
    }
  }

  @Test
  void whoConnectsIsToldByTheFirstBytes() throws Exception {
    int asked = freePort();
    try (var _ = Relay.start(network, null, B, asked, server.getLocalPort())) {
      port = asked;
      network.cut(cut(Treatment.STALL, A, B));
      try (Socket cutOff = connect();
          Socket other = connect()) {
        say(cutOff, "..node_1..node_2..");
        say(other, "..node_3..node_2..");

        assertThat(hear(other, 18)).isEqualTo("..node_3..node_2..");
        assertSilent(cutOff);
      }
    }
  }

  @Test
  void aShutRelayRefusesAndKeepsWhatIsOpen() throws Exception {
    try (Socket open = connect()) {
      relay.shut();

      assertThatThrownBy(() -> new Socket(LOOPBACK, port).close())
          .isInstanceOf(ConnectException.class);
      say(open, "one");
      assertThat(hear(open, 3)).isEqualTo("one");

      relay.reopen();
      connect().close();
    }
  }

  @Test
  void aRelayListensOnlyWhileItsServerDoes() throws Exception {
    try (Socket first = connect()) { // whose way to the server stands before the server ends
      say(first, "one");
      assertThat(hear(first, 3)).isEqualTo("one");
    }
    int target = server.getLocalPort();
    server.close();
    awaitRefusal(target);
    try (var last = new Socket(LOOPBACK, port)) {
      assertThatThrownBy(() -> hear(last, 1)).isInstanceOf(SocketException.class);
    }
    awaitRefusal(port);

    server = listen(target);

    connect().close();
  }
}
