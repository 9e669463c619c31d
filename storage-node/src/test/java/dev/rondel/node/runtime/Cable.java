package dev.rondel.node.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The wire from one node to another: it carries bytes, until a test cuts it, and again when it is
 * mended.
 */
final class Cable implements AutoCloseable {

  private final ServerSocket entrance;
  private final InetSocketAddress exit;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Socket> stranded = ConcurrentHashMap.newKeySet();
  private boolean cut;
  private boolean silent;

  Cable(InetSocketAddress exit) {
    this.exit = exit;
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + entrance.getLocalPort();
  }

  /** Breaks what is connected, and every new connection. */
  synchronized void cut() {
    cut = true;
    sockets.forEach(Cable::close);
  }

  /** Swallows every byte from now on; nobody is told. */
  synchronized void silence() {
    silent = true;
  }

  /**
   * Both ends of what is connected hear nothing any more, not even that the other has closed; new
   * connections work. As where a firewall on the way has forgotten them.
   */
  void strand() {
    stranded.addAll(sockets);
  }

  /** New connections work again, and those that were silent go on. */
  synchronized void mend() {
    cut = false;
    silent = false;
    notifyAll();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = entrance.accept();
        Thread.ofVirtual().start(() -> connect(near));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void connect(Socket near) {
    var far = new Socket();
    try {
      synchronized (this) {
        sockets.add(near);
        sockets.add(far);
        if (cut) {
          close(near);
          return;
        }
      }
      far.connect(exit, 2_000);
      Thread.ofVirtual().start(() -> carry(far, near));
      carry(near, far);
    } catch (IOException refused) {
      close(near);
    }
  }

  private void carry(Socket from, Socket to) {
    try (from) {
      byte[] buffer = new byte[65_536];
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        awaitVoice();
        if (!stranded.contains(from)) {
          to.getOutputStream().write(buffer, 0, read);
        }
      }
    } catch (IOException broken) {
      // So is the other direction.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!stranded.contains(from)) {
      close(to);
    }
  }

  private synchronized void awaitVoice() throws InterruptedException {
    while (silent) {
      wait();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is closed.
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
    mend();
  }
}
