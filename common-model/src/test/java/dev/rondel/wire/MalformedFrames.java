package dev.rondel.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Messages with their length in front, made wrong from right ones, the same ones every time. */
public final class MalformedFrames {

  private static final int MILLIS = 300;

  private MalformedFrames() {}

  /**
   * Sends so many to a server, each on a connection of its own; what it answers is not looked at.
   */
  public static void send(int port, int count, long seed, List<String> valid) throws IOException {
    var random = new Random(seed);
    for (int i = 0; i < count; i++) {
      byte[] frame = frame(valid.get(random.nextInt(valid.size())), random);
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress("localhost", port), MILLIS);
        socket.setSoTimeout(MILLIS);
        socket.getOutputStream().write(frame);
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      } catch (IOException closed) {
        // it may do that
      }
    }
  }

  private static byte[] frame(String message, Random random) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    int length = text.length;
    switch (random.nextInt(6)) {
      case 0 -> length = random.nextInt();
      case 1 -> length += random.nextInt(1, 50);
      case 2 -> length -= random.nextInt(1, length);
      case 3 -> text[random.nextInt(text.length)] = (byte) random.nextInt();
      case 4 -> {
        text = message.replaceFirst("\"[^\"]*\"(?=})", "[[{}]]").getBytes(StandardCharsets.UTF_8);
        length = text.length;
      }
      default -> {
        text = message.replaceFirst("\"cmd\"", "\"dmc\"").getBytes(StandardCharsets.UTF_8);
        text[random.nextInt(text.length)] = (byte) random.nextInt();
      }
    }
    return ByteBuffer.allocate(Integer.BYTES + text.length).putInt(length).put(text).array();
  }
}
