package dev.rondel.node.web;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that sends what it is told, byte for byte: no library would send half of what is
 * tested with it.
 */
public final class RawHttp implements AutoCloseable {

  private final Socket socket;

  public RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
  }

  /** An answer; header names are in lower case. */
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  /** One request on a connection of its own, with a Content-Length where there is a body. */
  public static Answer request(int port, String line, String headers, byte @Nullable [] body)
      throws IOException {
    try (var http = new RawHttp(port)) {
      http.send(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers);
      if (body != null) {
        http.send("Content-Length: " + body.length + "\r\n");
      }
      http.send("\r\n");
      if (body != null) {
        http.send(body);
      }
      return http.answer(!line.startsWith("HEAD "));
    }
  }

  public void send(String latin1) throws IOException {
    send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** No more will be sent; answers are still read. */
  public void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  public Answer answer(boolean withBody) throws IOException {
    InputStream in = socket.getInputStream();
    String statusLine = line(in);
    var headers = new TreeMap<String, String>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    return new Answer(status, headers, withBody ? body(in, status, headers) : new byte[0]);
  }

  /** What still comes until the connection ends, in whatever way it does. */
  public byte[] rest() {
    var rest = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      InputStream in = socket.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        rest.write(buffer, 0, read);
      }
    } catch (IOException reset) {
      // an end too
    }
    return rest.toByteArray();
  }

  private static byte[] body(InputStream in, int status, Map<String, String> headers)
      throws IOException {
    String length = headers.get("content-length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      var body = new ByteArrayOutputStream();
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        body.write(in.readNBytes(size));
        line(in);
      }
      line(in);
      return body.toByteArray();
    }
    return status == 204 || status == 304 ? new byte[0] : in.readAllBytes();
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed after '" + line + "'");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
