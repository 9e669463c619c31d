package dev.rondel.testbed.containers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/**
 * Ports of the loopback address that nothing listens on: a row that starts at a multiple of ten, as
 * {@code RONDEL_PORTS} in docker-compose.yml needs it, and the one above it for the coordinator.
 */
record FreePorts(int first, int coordinator) {

  private static final int LOWEST = 4_100;
  private static final int HIGHEST = 9_900;

  /** The lowest free row of {@code nodes} ports, at most ten. */
  static FreePorts find(int nodes) {
    return IntStream.iterate(LOWEST, first -> first < HIGHEST, first -> first + 20)
        .filter(first -> IntStream.rangeClosed(first, first + nodes).allMatch(FreePorts::isFree))
        .mapToObj(first -> new FreePorts(first, first + nodes))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free row of ports on this machine"));
  }

  String withoutLastDigit() {
    return String.valueOf(first / 10);
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
