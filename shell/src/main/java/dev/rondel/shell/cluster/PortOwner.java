package dev.rondel.shell.cluster;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who listens on a port, as {@code /proc} tells it on Linux; nothing elsewhere, or for processes of
 * other users.
 */
final class PortOwner {

  private static final String LISTEN = "0A";

  private PortOwner() {}

  /** For people: {@code pid 4711 (node)}. */
  static Optional<String> of(int port) {
    Set<String> sockets = listening(port);
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.allProcesses()
        .filter(process -> holdsOneOf(sockets, process.pid()))
        .findFirst()
        .map(
            process ->
                "pid " + process.pid() + process.info().command().map(PortOwner::named).orElse(""));
  }

  private static String named(String command) {
    return " (" + Path.of(command).getFileName() + ")";
  }

  /** As /proc/PID/fd shows them: {@code socket:[inode]}. */
  private static Set<String> listening(int port) {
    String hexPort = String.format(Locale.ROOT, ":%04X", port);
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try {
        for (String line : Files.readAllLines(Path.of(table))) {
          String[] columns = line.strip().split("\\s+", -1);
          if (columns.length > 9 && columns[1].endsWith(hexPort) && columns[3].equals(LISTEN)) {
            sockets.add("socket:[" + columns[9] + "]");
          }
        }
      } catch (IOException noSuchTable) {
        return sockets;
      }
    }
    return sockets;
  }

  private static boolean holdsOneOf(Set<String> sockets, long pid) {
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException notOurs) {
      return false;
    }
  }
}
