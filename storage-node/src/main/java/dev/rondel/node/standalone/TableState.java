package dev.rondel.node.standalone;

import dev.rondel.node.runtime.NodeFiles;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/**
 * Of which table this node is: {@code table.properties} in its data directory.
 *
 * @param table the table's id
 * @param number of the directory of this table; each table that the node comes to has a new one
 * @param hosts whether this node runs the table's coordinator
 * @param coordinator {@code host:port} where others have found the coordinator; empty where this
 *     node runs it
 * @param host the HTTP address of the member that runs it; empty where this node does
 * @param into the table that this one is being merged into, so that no writes are taken; empty for
 *     none
 * @param handingTo the HTTP address of the member that the coordinator is being handed to; empty
 *     for none
 * @param handover the name of that handing over
 * @param peers HTTP addresses of the other members, as last seen
 */
record TableState(
    String table,
    int number,
    boolean hosts,
    String coordinator,
    String host,
    String into,
    String handingTo,
    String handover,
    List<String> peers) {

  private static final String FILE = "table.properties";

  TableState {
    peers = List.copyOf(peers);
  }

  /** A new table of this node alone. */
  static TableState alone(int number) {
    return new TableState(
        UUID.randomUUID().toString(), number, true, "", "", "", "", "", List.of());
  }

  /** A member of a table whose coordinator another member runs. */
  static TableState member(String table, int number, String coordinator, String host) {
    return new TableState(table, number, false, coordinator, host, "", "", "", List.of(host));
  }

  TableState mergingInto(String other) {
    return new TableState(
        table, number, hosts, coordinator, host, other, handingTo, handover, peers);
  }

  TableState hosting() {
    return new TableState(table, number, true, "", "", into, "", "", peers);
  }

  TableState hostedBy(String newCoordinator, String newHost) {
    return new TableState(table, number, false, newCoordinator, newHost, into, "", "", peers);
  }

  TableState handingTo(String member, String name) {
    return new TableState(table, number, hosts, coordinator, host, into, member, name, peers);
  }

  TableState withPeers(List<String> now) {
    return new TableState(table, number, hosts, coordinator, host, into, handingTo, handover, now);
  }

  boolean isMerging() {
    return !into.isEmpty();
  }

  /** Where this node keeps what it has of the table. */
  Path directory(Path data) {
    return data.resolve("tables").resolve(Integer.toString(number));
  }

  /** None where the node has never been of a table. */
  static Optional<TableState> load(Path data) {
    Path file = data.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var known = new Properties();
      known.load(new StringReader(Files.readString(file)));
      return Optional.of(
          new TableState(
              required(known, "table"),
              Integer.parseInt(required(known, "number")),
              Boolean.parseBoolean(required(known, "hosts")),
              known.getProperty("coordinator", ""),
              known.getProperty("host", ""),
              known.getProperty("into", ""),
              known.getProperty("handing-to", ""),
              known.getProperty("handover", ""),
              Arrays.stream(known.getProperty("peers", "").split(",", -1))
                  .filter(peer -> !peer.isEmpty())
                  .toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException damaged) {
      throw new IllegalStateException(
          file.toAbsolutePath() + " is damaged: " + damaged.getMessage(), damaged);
    }
  }

  private static String required(Properties known, String name) {
    String value = known.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("it does not say '" + name + "'");
    }
    return value;
  }

  /** Durable when it returns. */
  void save(Path data) {
    String text =
        """
        table=%s
        number=%d
        hosts=%s
        coordinator=%s
        host=%s
        into=%s
        handing-to=%s
        handover=%s
        peers=%s
        """
            .formatted(
                table,
                number,
                hosts,
                coordinator,
                host,
                into,
                handingTo,
                handover,
                String.join(",", peers));
    try {
      Files.createDirectories(data);
      NodeFiles.replace(data.resolve(FILE), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + data.resolve(FILE).toAbsolutePath(), e);
    }
  }
}
