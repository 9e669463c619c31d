package dev.rondel.shell;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What stands before the command, as in the view-leader system's client: {@code --server} and
 * {@code --viewleader}.
 */
final class SystemOptions {

  private static final int COORDINATOR_PORT = 9999;
  private static final int NODE_PORT = 3000;

  @Option(
      names = "--server",
      paramLabel = "HOST[:PORT]",
      description =
          "One server, for its own names: set, get, query_all_keys, print. Its HTTP port; default"
              + " 3000.")
  private @Nullable String server;

  @Option(
      names = "--viewleader",
      paramLabel = "HOST[:PORT]",
      description =
          "The coordinator, for query_servers, lock_get, lock_release, locks, setr, getr. Default"
              + " port: 9999.")
  private @Nullable String viewleader;

  /** Null where none was given. */
  @Nullable URI server() {
    return address("--server", server, NODE_PORT);
  }

  URI requiredServer(String command) {
    URI given = server();
    if (given == null) {
      throw Failure.usage(
          "which server? rondel --server HOST:PORT " + command + " (the table has put and get)");
    }
    return given;
  }

  /** The cluster that is meant, by what stands before the command or by what follows it. */
  ClusterOptions cluster(ClusterOptions options) {
    URI leader = address("--viewleader", viewleader, COORDINATOR_PORT);
    if (leader != null) {
      options.ask(leader);
    }
    return options;
  }

  static @Nullable URI address(String option, @Nullable String text, int defaultPort) {
    if (text == null) {
      return null;
    }
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      if (uri.getHost() != null) {
        int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        return URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + port);
      }
    } catch (IllegalArgumentException nonsense) {
      throw Failure.usage(option + " is HOST or HOST:PORT, not " + text);
    }
    throw Failure.usage(option + " is HOST or HOST:PORT, not " + text);
  }
}
