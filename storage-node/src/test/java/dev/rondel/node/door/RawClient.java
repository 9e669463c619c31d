package dev.rondel.node.door;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends what it is told, byte for byte; text is ISO 8859-1. */
public final class RawClient implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  public RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Everything that is answered to {@code text}, on a connection of its own. */
  public static String talk(int port, String text) throws IOException {
    try (var client = new RawClient(port)) {
      return client.send(text).rest();
    }
  }

  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** The next line, without its end. */
  public String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server hung up after '" + line + "'");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  /** Says that nothing more comes, and gives all that is still answered. */
  public String rest() throws IOException {
    try {
      socket.shutdownOutput();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException hungUp) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
