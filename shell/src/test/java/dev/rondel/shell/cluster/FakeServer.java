package dev.rondel.shell.cluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A server that does nothing but be ready: stands for coordinator and nodes where only processes
 * are the matter. {@code -Dcrash=ID} makes the one of this id end at its start.
 */
final class FakeServer {

  private FakeServer() {}

  public static void main(String[] arguments) throws IOException {
    if (argument(arguments, "rondel.node.id").equals(System.getProperty("crash", "-"))) {
      System.out.println("this one cannot start");
      System.exit(7);
    }
    int port = Integer.parseInt(argument(arguments, "server.port"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    byte[] info = argument(arguments, "info.rondel.start").getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/actuator",
        exchange -> {
          exchange.sendResponseHeaders(200, info.length);
          exchange.getResponseBody().write(info);
          exchange.close();
        });
    server.start();
  }

  private static String argument(String[] arguments, String name) {
    String prefix = "--" + name + "=";
    return Arrays.stream(arguments)
        .filter(argument -> argument.startsWith(prefix))
        .map(argument -> argument.substring(prefix.length()))
        .findFirst()
        .orElse("");
  }

  /** Starts it for every service. */
  record Starting(String crashing) implements Images {

    static Starting all() {
      return new Starting("nobody");
    }

    @Override
    public void prepare() {}

    @Override
    public List<String> command(Service service) {
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-Xmx32m",
          "-Dcrash=" + crashing,
          "-cp",
          System.getProperty("java.class.path"),
          FakeServer.class.getName());
    }
  }
}
