package dev.rondel.node.startcache;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What a node that is trained is asked before it ends: what the first clients will ask. */
public final class FirstRequests {

  private static final int ATTEMPTS = 600;
  private static final long PAUSE_MILLIS = 100;
  private static final int PATIENCE_MILLIS = 10_000;

  private final int port;

  private FirstRequests(int port) {
    this.port = port;
  }

  /** Whether this process has no other purpose. */
  public static boolean areWanted() {
    return Boolean.getBoolean(Training.PROPERTY);
  }

  /**
   * Blocks until they are answered.
   *
   * @throws IOException where the node does not become ready
   */
  public static void send(int port) throws IOException, InterruptedException {
    var requests = new FirstRequests(port);
    int attempt = 0;
    while (!requests.ask("GET", "/", "").contains(" 200")) {
      if (++attempt == ATTEMPTS) {
        throw new IOException("the node does not become ready");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    requests.ask("PUT", "/db/training", "done");
    requests.ask("GET", "/db/training", "");
    requests.ask("GET", "/db", "");
    requests.ask("GET", "/dht/peers", "");
  }

  /** The answer, as it comes. */
  private String ask(String method, String path, String body) throws IOException {
    String request =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(method, path, body.length(), body);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      return new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
