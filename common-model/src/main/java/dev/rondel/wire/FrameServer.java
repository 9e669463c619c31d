package dev.rondel.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A server for one message and one answer on each connection, both with their length in front (4
 * bytes, big-endian), as the view-leader system has them. A message that is too long gets an error
 * object; one that does not come in time, or that comes when there are too many connections, gets
 * nothing.
 */
public final class FrameServer implements AutoCloseable {

  /** A message has fewer bytes than this. */
  public static final int TOO_LONG = 8192;

  private static final int MOST_CONNECTIONS = 256;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int DRAIN_MILLIS = 200;
  private static final int MOST_DRAINED = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ServerSocket listening;
  private final BiFunction<InetAddress, byte[], byte[]> answerer;
  private final Semaphore room = new Semaphore(MOST_CONNECTIONS);

  private FrameServer(ServerSocket listening, BiFunction<InetAddress, byte[], byte[]> answerer) {
    this.listening = listening;
    this.answerer = answerer;
    Thread.ofPlatform().name("frames-" + port()).daemon().start(this::accept);
  }

  /**
   * Listens on the first of some ports that is free.
   *
   * @param bind the address to listen on; null for all
   * @param answerer from who asks and the message to the answer; it does not throw
   */
  public static FrameServer open(
      @Nullable String bind,
      int firstPort,
      int ports,
      BiFunction<InetAddress, byte[], byte[]> answerer)
      throws IOException {
    for (int port = firstPort; port < firstPort + ports; port++) {
      var socket = new ServerSocket();
      try {
        socket.bind(bind == null ? new InetSocketAddress(port) : new InetSocketAddress(bind, port));
        return new FrameServer(socket, answerer);
      } catch (IOException taken) {
        socket.close();
      }
    }
    throw new IOException(
        "none of the ports %d to %d is free".formatted(firstPort, firstPort + ports - 1));
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** How many clients are being answered. */
  public int connections() {
    return MOST_CONNECTIONS - room.availablePermits();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (room.tryAcquire()) {
          Thread.ofVirtual().name("frame").start(() -> serve(client));
        } else {
          client.close();
        }
      } catch (IOException closedOrTooManyFiles) {
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      byte[] message = read(client);
      byte[] answer =
          message == null
              ? "{\"error\": \"maximum message size exceeded\"}".getBytes(StandardCharsets.UTF_8)
              : answerer.apply(client.getInetAddress(), message);
      write(client, answer);
      if (message == null) {
        drain(client);
      }
    } catch (IOException gone) {
      // there is nobody to answer
    } finally {
      room.release();
    }
  }

  /** Reads what is still on its way: closing before that would take the answer back. */
  private static void drain(Socket client) throws IOException {
    client.setSoTimeout(DRAIN_MILLIS);
    var _ = client.getInputStream().readNBytes(MOST_DRAINED);
  }

  /** Sends one message, and gives the answer. */
  public static byte[] call(String host, int port, byte[] message) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), Math.toIntExact(PATIENCE.toMillis()));
      write(socket, message);
      byte[] answer = read(socket);
      if (answer == null) {
        throw new IOException("the answer is too long");
      }
      return answer;
    }
  }

  private static void write(Socket socket, byte[] message) throws IOException {
    var frame = ByteBuffer.allocate(Integer.BYTES + message.length);
    frame.putInt(message.length).put(message);
    socket.getOutputStream().write(frame.array());
    socket.shutdownOutput();
  }

  /** Null where it is too long. */
  private static byte @Nullable [] read(Socket socket) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int length = ByteBuffer.wrap(read(socket, Integer.BYTES, end)).getInt();
    return length < 0 || length >= TOO_LONG ? null : read(socket, length, end);
  }

  private static byte[] read(Socket socket, int length, long end) throws IOException {
    var bytes = new byte[length];
    int read = 0;
    while (read < length) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("the message did not come in time");
      }
      socket.setSoTimeout(Math.toIntExact(left));
      int more = socket.getInputStream().read(bytes, read, length - read);
      if (more < 0) {
        throw new EOFException("the message ended early");
      }
      read += more;
    }
    return bytes;
  }

  /** Listens no more; what is being answered goes on. */
  @Override
  public void close() throws IOException {
    listening.close();
  }
}
