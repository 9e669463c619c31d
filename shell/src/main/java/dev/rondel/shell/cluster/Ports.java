package dev.rondel.shell.cluster;

import dev.rondel.shell.Failure;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The ports that a cluster needs: whether they fit together, and whether they are free. */
public final class Ports {

  static final int HIGHEST = 65_535;
  private static final int CONNECT_MILLIS = 300;
  private static final InetAddress LOOPBACK_4 = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress LOOPBACK_6 = InetAddress.ofLiteral("::1");

  private Ports() {}

  /**
   * @throws Failure where a port does not exist, or two servers want the same one
   */
  static void checkDistinct(List<ServerState> servers) {
    Map<Integer, String> users = new HashMap<>();
    for (ServerState server : servers) {
      if (server.port() < 1 || server.grpcPort() > HIGHEST) {
        throw Failure.usage(
            "%s would have port %d, and %d for gRPC; ports go from 1 to %d"
                .formatted(server.name(), server.port(), server.grpcPort(), HIGHEST));
      }
      for (int port : List.of(server.port(), server.grpcPort())) {
        String other = users.putIfAbsent(port, server.name());
        if (other != null) {
          throw Failure.usage(
              "%s and %s would both have port %d (gRPC takes each port + %d); choose others by --first-port or --coordinator-port"
                  .formatted(other, server.name(), port, ServerState.GRPC_OFFSET));
        }
      }
    }
  }

  /**
   * @throws Failure where somebody has one of them; it names each, and who, where the system tells
   */
  static void checkFree(List<ServerState> servers) {
    List<String> taken = new ArrayList<>();
    for (ServerState server : servers) {
      for (int port : List.of(server.port(), server.grpcPort())) {
        if (!isFree(port)) {
          String who = PortOwner.of(port).map(owner -> " by " + owner).orElse("");
          taken.add("port " + port + ", which " + server.name() + " needs, is in use" + who);
        }
      }
    }
    if (!taken.isEmpty()) {
      throw Failure.failed(
          String.join("\n", taken)
              + "\n"
              + "End what uses it, or choose other ports by --first-port and"
              + " --coordinator-port.");
    }
  }

  /**
   * Free for a server on loopback: nobody is bound to it, and nobody answers on either loopback
   * address.
   */
  public static boolean isFree(int port) {
    var loopback = new InetSocketAddress(LOOPBACK_4, port);
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true); // connections of an earlier server that linger are no obstacle
      probe.bind(loopback);
    } catch (BindException taken) {
      return false;
    } catch (IOException e) {
      throw Failure.failed("port " + port + " cannot be tried: " + e.getMessage());
    }
    // Some systems let loopback be bound beside somebody's wildcard; then a connection tells.
    return !answers(loopback) && !answers(new InetSocketAddress(LOOPBACK_6, port));
  }

  /** The first of {@code count} ports in a row that are free, with their gRPC ports. */
  public static int inARow(int count) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      // Far from those that the system gives to clients.
      int first = ThreadLocalRandom.current().nextInt(12_000, 20_000);
      boolean allFree =
          IntStream.range(first, first + count)
              .allMatch(port -> isFree(port) && isFree(port + ServerState.GRPC_OFFSET));
      if (allFree) {
        return first;
      }
    }
    throw Failure.failed("no " + count + " ports in a row are free between 12000 and 20000");
  }

  private static boolean answers(InetSocketAddress address) {
    try (var socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }
}
