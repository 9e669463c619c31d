package dev.rondel.node.standalone;

import dev.rondel.ring.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * The peers that a node is to join: lines {@code name:host:port}, with CR LF or LF between them.
 * Names, and hosts in brackets, may have colons in them.
 */
public final class PeerLines {

  private static final int MAX_PORT = 65_535;

  private PeerLines() {}

  /**
   * @param address {@code host:port} of its HTTP interface
   */
  public record Line(NodeId name, String address) {}

  /**
   * @throws IllegalArgumentException where a line is none, or there are none
   */
  public static List<Line> parse(String text) {
    var lines = new ArrayList<Line>();
    for (String line : text.split("\r?\n", -1)) {
      if (!line.isBlank()) {
        lines.add(line(line.strip()));
      }
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(
          "The body names no peer; a line is name:host:port, such as peer2:localhost:9877.");
    }
    return List.copyOf(lines);
  }

  private static Line line(String line) {
    int beforePort = line.lastIndexOf(':');
    int beforeHost = beforePort <= 0 ? -1 : line.lastIndexOf(':', beforePort - 1);
    if (beforePort > 0 && line.charAt(beforePort - 1) == ']') {
      beforeHost = line.lastIndexOf(":[", beforePort);
    }
    if (beforeHost <= 0 || beforeHost + 1 == beforePort) {
      throw wrong(line, "a line is name:host:port, such as peer2:localhost:9877");
    }
    int port = port(line, line.substring(beforePort + 1));
    String host = line.substring(beforeHost + 1, beforePort);
    if (!host.matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]")) {
      throw wrong(line, "'" + host + "' is no host");
    }
    try {
      return new Line(NodeId.of(line.substring(0, beforeHost)), host + ":" + port);
    } catch (IllegalArgumentException e) {
      throw wrong(line, String.valueOf(e.getMessage()));
    }
  }

  private static int port(String line, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw wrong(line, "'" + text + "' is no port");
  }

  private static IllegalArgumentException wrong(String line, String why) {
    return new IllegalArgumentException("In the line '" + line + "': " + why + ".");
  }
}
