package dev.rondel.coordinator.runtime;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Asks an address whether somebody listens there. Only a refusal proves that a process is gone;
 * silence proves nothing.
 */
final class Prober {

  private static final int TIMEOUT_MILLIS = 300;

  private Prober() {}

  /** Whether every address of {@code hostAndPort} refuses connections. Blocks. */
  static boolean refuses(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    try {
      int port = Integer.parseInt(hostAndPort.substring(colon + 1));
      for (InetAddress address :
          InetAddress.getAllByName(hostAndPort.substring(0, Math.max(0, colon)))) {
        if (!refuses(new InetSocketAddress(address, port))) {
          return false;
        }
      }
      return true;
    } catch (IOException | IllegalArgumentException unknown) {
      return false;
    }
  }

  private static boolean refuses(InetSocketAddress address) {
    try (var socket = new Socket()) {
      socket.connect(address, TIMEOUT_MILLIS);
      return false;
    } catch (ConnectException e) {
      // The same exception also tells of timeouts of the operating system.
      return String.valueOf(e.getMessage()).contains("refused");
    } catch (IOException unclear) {
      return false;
    }
  }
}
