package dev.rondel.testbed.chaos.network;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection through a relay: two pumps, one for each direction. */
final class RelayedConnection {

  private static final int CHUNK = 64 * 1024;

  private final Network network;
  private final Party to;
  private final Socket client;
  private final Socket server;
  private final @Nullable Greeting greeting;
  private final AtomicInteger pumping = new AtomicInteger(2);
  private volatile Party from;

  /**
   * @param from who has connected; null = whoever the first bytes name
   */
  RelayedConnection(Network network, @Nullable Party from, Party to, Socket client, Socket server) {
    this.network = network;
    this.to = to;
    this.client = client;
    this.server = server;
    this.from = from == null ? Party.STRANGER : from;
    this.greeting = from == null ? new Greeting(to) : null;
  }

  /**
   * @param onEnd called once, when both directions have ended
   */
  void start(Runnable onEnd) {
    Thread.ofVirtual().name("pump-to-" + to).start(() -> run(client, server, true, onEnd));
    Thread.ofVirtual().name("pump-from-" + to).start(() -> run(server, client, false, onEnd));
  }

  private void run(Socket in, Socket out, boolean there, Runnable onEnd) {
    try {
      if (pump(in, out, there)) {
        out.shutdownOutput();
      } else {
        reset();
      }
    } catch (IOException broken) {
      reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset();
    } finally {
      if (pumping.decrementAndGet() == 0) {
        reset();
        onEnd.run();
      }
    }
  }

  /** Whether it came to a regular end, which the other side may be told. */
  private boolean pump(Socket in, Socket out, boolean there)
      throws IOException, InterruptedException {
    byte[] chunk = new byte[CHUNK];
    while (true) {
      int length = readOrEnd(in, chunk);
      if (there && length > 0) {
        hear(chunk, length);
      }
      // The end of a connection does not get through either.
      if (await(there) == Treatment.RESET || length == BROKEN) {
        return false;
      }
      if (length == END) {
        return true;
      }
      out.getOutputStream().write(chunk, 0, length);
    }
  }

  private static final int END = -1;
  private static final int BROKEN = -2;

  private static int readOrEnd(Socket in, byte[] chunk) {
    try {
      return in.getInputStream().read(chunk);
    } catch (IOException broken) {
      return BROKEN;
    }
  }

  private void hear(byte[] chunk, int length) {
    if (greeting != null && from.equals(Party.STRANGER)) {
      greeting.hear(chunk, length).ifPresent(party -> from = party);
    }
  }

  private Treatment await(boolean there) throws InterruptedException {
    return there ? network.await(from, to) : network.await(to, from);
  }

  boolean isBroken(Network judge) {
    return judge.treatment(from, to) == Treatment.RESET
        || judge.treatment(to, from) == Treatment.RESET;
  }

  void reset() {
    reset(client);
    reset(server);
  }

  /** Ends a connection so that the other side sees it broken, not ended. */
  static void reset(Socket socket) {
    try {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    } catch (IOException closedAnyway) {
      // There is nothing else that could be done.
    }
  }
}
