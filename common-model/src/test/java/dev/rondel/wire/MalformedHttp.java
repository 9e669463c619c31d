package dev.rondel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Requests made wrong from right ones, thrown at a server, each on a connection of its own; and
 * what each answer must be: no mistake of the server, and where it is an error with a body, a
 * problem, or what an older system has for that.
 */
public final class MalformedHttp {

  private static final int MESSAGES = 1_000;
  private static final long SEED = 11;
  private static final String EXTREMES = "\r\n \0-9:;%?&=/\"{}[]\\,\u0080\u00ff";
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

  /** What is documented, and what HTTP has for methods, codings and versions that nobody knows. */
  private static final Set<Integer> ALLOWED = Set.of(501, 503, 505, 507);

  private static final int MILLIS = 30_000;

  private MalformedHttp() {}

  /** What must hold after a message. */
  public interface Check {
    void after(String message) throws IOException;
  }

  /** A request, with a length where there is a body. */
  public static String request(String line, String headers, String body) {
    return line
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + headers
        + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n")
        + "\r\n"
        + body;
  }

  public static void send(int port, List<String> valid, Check check) throws IOException {
    send(port, valid, "content-type: application/problem+json", check);
  }

  /**
   * @param error what an answer that is an error has in it, in lower case
   */
  public static void send(int port, List<String> valid, String error, Check check)
      throws IOException {
    var messages = new MalformedText(valid, EXTREMES, SEED);
    for (int i = 0; i < MESSAGES; i++) {
      String message = messages.next();
      examine(message, talk(port, message), error);
      check.after(message);
    }
  }

  /** All that is answered to these bytes until the connection ends, in whatever way it does. */
  public static String talk(int port, String message) throws IOException {
    var answer = new ByteArrayOutputStream();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(MILLIS);
      try {
        socket.getOutputStream().write(message.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          answer.write(buffer, 0, read);
        }
      } catch (SocketException hungUp) {
        // it may do that
      }
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private static void examine(String message, String answer, String error) {
    var statuses = STATUS.matcher(answer);
    while (statuses.find()) {
      int status = Integer.parseInt(statuses.group(1));
      assertThat(status < 500 || ALLOWED.contains(status))
          .as("%s is answered to %s", answer, message)
          .isTrue();
    }
    int end = answer.indexOf("\r\n\r\n");
    boolean isError = answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 5");
    if (isError && end >= 0 && end + 4 < answer.length()) {
      String told = answer.toLowerCase(Locale.ROOT);
      assertThat(told.contains("content-length: 0") || told.contains(error))
          .as("%s is answered to %s", answer, message)
          .isTrue();
    }
  }
}
