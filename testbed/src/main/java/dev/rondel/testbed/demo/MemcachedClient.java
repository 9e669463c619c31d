package dev.rondel.testbed.demo;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client of memcached's text protocol, for values of one line. */
final class MemcachedClient implements AutoCloseable {

  private static final int MILLIS = 30_000;

  private final Socket socket;
  private final BufferedReader answers;

  MemcachedClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(MILLIS);
    answers =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** A command that is answered by one line. */
  String say(String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return line();
  }

  String store(String command, String key, int flags, String value) throws IOException {
    return say("%s %s %d 0 %d\r\n%s".formatted(command, key, flags, value.length(), value));
  }

  String cas(String key, String value, String version) throws IOException {
    return say("cas %s 0 0 %d %s\r\n%s".formatted(key, value.length(), version, value));
  }

  /** The first line, and the value; nothing where there is no such key. */
  List<String> get(String key) throws IOException {
    String first = say("gets " + key);
    if (first.equals("END")) {
      return List.of();
    }
    String value = line();
    String end = line();
    Walk.check(end.equals("END"), "after " + first + " comes " + end);
    return List.of(first, value);
  }

  /** The version of the key, for {@link #cas}. */
  String version(String key) throws IOException {
    String first = get(key).getFirst();
    return first.substring(first.lastIndexOf(' ') + 1);
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new EOFException("a memcached door hung up");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
